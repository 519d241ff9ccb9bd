import { rules, type Verdict } from '../regulation/index.js'

/** What letters may say of a finding: they go through other people's hands, so pupils' marks stay on the page. */

const byId = new Map(rules.map(rule => [rule.id, rule]))

/** Undefined for a rule that this version doesn't have. */
export const ruleTitle = (rule: string) => byId.get(rule)?.title

export const tellsMarks = (rule: string) => byId.get(rule)?.tellsMarks === true

export function inLetter({ rule, message }: Pick<Verdict, 'rule' | 'message'>): string {
  return tellsMarks(rule) ? `правило «${ruleTitle(rule)}»` : message
}
