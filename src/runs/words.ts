import { errorKinds } from '../errors.js'
import type { LookKind, MissedReason } from './plan.js'

/** What a look is for, in words. */
export const lookKindWords: Readonly<Record<LookKind, string>> = {
  'homework-due': 'после срока домашних заданий',
  'before-midnight': 'перед концом дня',
  'after-midnight': 'после конца дня',
  night: 'ночной обход двух недель',
  'open-period': 'старые недели открытого периода',
  'closed-periods': 'закрытые периоды',
  'catch-up': 'дни, когда программа не работала',
  digest: 'сводка: то, чего не прочитала ночь, и письмо',
}

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
