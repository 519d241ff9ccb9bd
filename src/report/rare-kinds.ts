import type { VerdictKind } from '../regulation/index.js'
import type { RuleFigures } from './model.js'

/** Kinds that most schools never have: their columns stand only where there is something in them. */
const rare: readonly VerdictKind[] = ['exempt', 'void']

export function kindsToShow<Kind extends VerdictKind>(
  rules: readonly Pick<RuleFigures, 'counts'>[],
  kinds: readonly Kind[],
): readonly Kind[] {
  return kinds.filter(kind => !rare.includes(kind) || rules.some(({ counts }) => counts[kind] > 0))
}
