import type { NotSent } from '../app.js'

/** Why a letter isn't sent, in the words of who waits for it. */
export const notSentWords: Readonly<Record<NotSent | 'nobody-named', string>> = {
  'nobody-named': 'некому, добавьте школе digestTo в bridge.yaml',
  already: 'сегодня уже отправлено',
  'nothing-new': 'сообщать нечего, пойдёт с новостями или на следующей неделе',
  'day-off': 'сегодня нерабочий день, пойдёт в следующий рабочий',
  quiet: 'сейчас тихие часы (mail.quietFrom, mail.quietTo), пойдёт со следующей сводкой',
  muted: 'получатель отказался от этих писем',
}

export function fateOf(notSent: NotSent | 'nobody-named' | null): string {
  return notSent === null ? 'Ушло бы сейчас.' : `Сейчас не ушло бы: ${notSentWords[notSent]}.`
}
