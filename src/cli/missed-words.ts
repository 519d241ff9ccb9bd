import { errorKinds } from '../errors.js'
import type { MissedReason } from '../runs/index.js'

const words: Readonly<Record<string, string>> = {
  'not-running': 'программа не работала',
  'over-budget': 'не хватило запросов на день',
  cancelled: 'чтение отменили',
}

/** Why a look was missed, for people. */
export function missedWords(reason: MissedReason): string {
  const known = words[reason]
  if (known !== undefined) return known
  return reason in errorKinds ? `${errorKinds[reason as keyof typeof errorKinds].title} (${reason})` : reason
}
