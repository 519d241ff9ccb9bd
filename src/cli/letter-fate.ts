import type { LetterKind, NoticeKind, NotSent, Sending } from '../app.js'
import { russianDateTime } from '../calendar/index.js'

/** Why a letter isn't sent and when it is, in the words of who waits for it. */
export const notSentWords: Readonly<Record<NotSent, string>> = {
  'nobody-named': 'некому, получатель не назван в bridge.yaml',
  already: 'сегодня уже отправлено',
  'nothing-new': 'сообщать нечего',
  'day-off': 'сегодня нерабочий день',
  quiet: 'сейчас тихие часы',
  muted: 'получатель отказался от этих писем',
}

/** Where the settings name who gets a letter. */
const settingOf: Readonly<Record<LetterKind | NoticeKind, string>> = {
  deputy: 'schools, digestTo',
  class: 'schools, teachers, letters: [class]',
  owed: 'schools, teachers, letters: [owed]',
  program: 'mail.adminTo',
  office: 'office.digestTo',
}

/** Letters that come once a week, whatever there is to tell. */
const weekly: readonly (LetterKind | NoticeKind)[] = ['class', 'office']

export function fateOf(
  kind: LetterKind | NoticeKind,
  { notSent, goesAt }: Sending,
  timeZone: string,
): string {
  const when = goesAt === null ? null : russianDateTime(goesAt, timeZone)
  const next =
    when === null
      ? 'Само не уйдёт: час писем (schedule.digestAt) приходится на тихие часы.'
      : `Уйдёт ${when}.`
  switch (notSent) {
    case 'muted':
      return 'Не уйдёт: получатель отказался от этих писем.'
    case 'nobody-named':
      return `Не уйдёт: получатель не назван. Впишите его в bridge.yaml (${settingOf[kind]}) и перезапустите программу.`
    case 'nothing-new':
      if (weekly.includes(kind)) return `Письмо этой недели уже отправлено. ${next}`
      return when === null ? 'Сообщать нечего.' : `Сообщать нечего. Уйдёт с новостями, а без них — ${when}.`
    case 'already':
      return `Сегодня уже отправлено. ${next}`
    case 'day-off':
      return `Сегодня нерабочий день: письма не уходят. ${next}`
    case 'quiet':
      return `Сейчас тихие часы (mail.quietFrom, mail.quietTo): письма не уходят. ${next}`
    case null:
      return next
  }
}
