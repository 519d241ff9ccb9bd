import { Briefing } from '../../regulation/index.js'
import { one } from './field.js'
import { type Form, onDay, yearsAround } from './form.js'

/** That staff signed for having been told how to keep their logins to themselves. */
export const briefingForm: Form<'briefing'> = {
  title: 'Инструктажи о логинах',
  about:
    'Раз в год работники расписываются за инструктаж о том, как хранить логин и пароль в тайне (п. 4.2). Если расписались не все, запишите и это, а следующей записью — что расписались остальные.',
  schema: Briefing,
  fieldOf: { studyYear: 'year', signedByAll: 'all' },
  fields: known => [
    {
      kind: 'one',
      name: 'year',
      label: 'На какой учебный год',
      // In August the next one is meant; what was forgotten may be of the last.
      choices: yearsAround(known)
        .toReversed()
        .map(value => ({ value, text: value })),
      usual: known.studyYear,
    },
    onDay(known),
    {
      kind: 'text',
      name: 'sheet',
      label: 'Где подписи',
      hint: 'Например: журнал инструктажей № 3, лист 12',
    },
    { kind: 'flag', name: 'all', label: 'Расписались все, у кого есть логин' },
  ],
  contents: typed => [
    {
      studyYear: one(typed, 'year'),
      on: one(typed, 'on'),
      sheet: one(typed, 'sheet'),
      signedByAll: one(typed, 'all') !== null,
    },
  ],
}
