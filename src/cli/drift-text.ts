import type { Drift } from '../mirror/index.js'

const shown = 5

/** What the parser notes besides names of fields. */
const notes: Readonly<Record<string, string>> = {
  'bell without LessonNumber': 'звонок без номера урока',
  'lesson outside the asked week': 'урок не той недели',
  'work that was not asked for': 'работа, которую не спрашивали',
}

function words(what: string): string {
  const duplicate = /^duplicate (.+)$/.exec(what)?.[1]
  return notes[what] ?? (duplicate === undefined ? what : `${duplicate} дважды с разным содержанием`)
}

/** News in the platform's answers: nothing is lost by them, but somebody should look whether they mean something. */
export function driftText(drift: readonly Drift[]): string {
  if (drift.length === 0) return 'все поля знакомы'
  const first = drift.slice(0, shown).map(({ what, windows }) => `${words(what)} (окон ${windows})`)
  const rest = drift.length > shown ? ` и ещё ${drift.length - shown}` : ''
  return `незнакомое: ${first.join(', ')}${rest}; чтению это не мешает, сообщите разработчикам`
}
