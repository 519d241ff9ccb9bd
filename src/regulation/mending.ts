import { rules } from './rules/index.js'

const mendable = new Set(
  rules
    .filter(({ messages }) =>
      Object.keys(messages).some(reason => reason === 'mended' || reason.startsWith('mended-')),
    )
    .map(({ id }) => id),
)

/** Whether a breach of that rule can still be made good after its deadline. */
export function mayBeMended(rule: string): boolean {
  return mendable.has(rule)
}
