import { z } from 'zod'
import { defineRule } from '../rule.js'
import { monthDayPattern, yearlyDays } from '../stated-duty.js'
import { wholeSchool } from '../verdict.js'

const settings = z.strictObject({
  journalYears: z
    .int()
    .min(5, 'журнал хранится не меньше 5 лет')
    .max(75)
    .default(5)
    .describe(
      'Сколько лет хранится электронный журнал, не меньше 5: раньше программа не даст его уничтожить',
    ),
  sheetYears: z
    .int()
    .min(25, 'ведомости хранятся не меньше 25 лет')
    .max(75)
    .default(25)
    .describe('Сколько лет хранятся сводные ведомости, не меньше 25'),
  firstYear: z
    .int()
    .min(2000)
    .max(2100)
    .default(2012)
    .describe(
      'Год, в котором начался первый учебный год с электронным журналом: о документах до него не напоминается',
    ),
  toldOn: z
    .string()
    .regex(monthDayPattern)
    .default('01-15')
    .describe('В какой день года напоминать о сроках хранения, которые в этом году кончаются, ММ-ДД'),
})

const documents = {
  journal: { what: 'электронных журналов', years: 'journalYears' },
  sheet: { what: 'сводных ведомостей', years: 'sheetYears' },
} as const

/** A reminder and no more: whether a document may go is decided by people, with an act. */
export const termsEnd = defineRule({
  id: '3-terms-end',
  clause: '3',
  title: 'В этом году кончается срок хранения',
  severity: 'info',
  level: 'should',
  termFrom: 'regulation',
  scope: 'school-year',
  needs: [],
  settings,
  isOfSchool: true,
  messages: {
    pending:
      'В {year} году кончается срок хранения {what} за {studyYear} учебный год ({years} л.): до {deadline} их хранят, потом отбирают к уничтожению только по акту; сама программа ничего не удаляет.',
  },
  check({ calendar, settings, asOf, from, to, speech, notApplicable }, report) {
    for (const date of yearlyDays(settings.toldOn, from, to)) {
      const year = Number(date.slice(0, 4))
      const deadline = calendar.dayEnd(`${year}-12-31`)
      for (const [part, { what, years }] of Object.entries(documents)) {
        const finished = year - settings[years]
        // Afterwards nobody has to keep them, and whether they were kept we never saw.
        if (finished - 1 < settings.firstYear || asOf > deadline) {
          notApplicable()
          continue
        }
        report({
          verdict: 'pending',
          reason: 'pending',
          subject: { class: wholeSchool, part: `${part}-${finished - 1}` },
          date,
          deadline,
          evidence: { level: null, absentAt: null, presentAt: null, platformAt: null },
          responsible: [],
          values: {
            year,
            what,
            studyYear: `${finished - 1}-${finished}`,
            years: settings[years],
            deadline: speech.moment(deadline),
          },
        })
      }
    }
  },
})
