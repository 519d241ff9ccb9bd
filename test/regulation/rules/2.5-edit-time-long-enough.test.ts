import { editTimeLongEnough } from '../../../src/regulation/rules/2.5-edit-time-long-enough.js'
import { testRule } from '../rule-tester.js'

const act = 'приказ № 17'
const otherSettings = { '2.5-written-works-in-time': { act } }
const lessons = [{ id: 1, date: '2026-09-01' }]

testRule(editTimeLongEnough, [
  {
    kind: 'kept',
    title: 'a week is enough for a seventh grade',
    settings: { editDays: 7 },
    otherSettings,
    lessons,
  },
  {
    kind: 'broken',
    title: 'one finding for the school, in the class whose works may take longest',
    settings: { editDays: 7 },
    otherSettings,
    lessons: [
      ...lessons,
      { id: 2, date: '2026-09-01', class: '11А' },
      { id: 3, date: '2026-09-01', class: '10Б' },
    ],
    expect: [{ date: '2026-09-01', says: act }],
    verdicts: 1,
  },
  {
    kind: 'broken',
    title: 'the act in force on the last of the days counts, whatever the settings say',
    settings: { editDays: 7 },
    lessons,
    writtenLimits: [{ limits: [{ works: ['essay'], grades: [5, 11], days: 14 }] }],
    expect: [{ says: '(14 дн.)' }],
  },
  {
    kind: 'none',
    title: 'grades of which the school says nothing, or nobody knows',
    class: 'Вечерняя',
    parallel: null,
    settings: { editDays: 7 },
    otherSettings,
    lessons,
    notApplicable: 1,
  },
  {
    kind: 'none',
    title: 'a finding of the first day of the study year, whenever it is asked for',
    from: '2027-01-11',
    to: '2027-01-17',
    settings: { editDays: 7 },
    otherSettings,
    lessons,
  },
])
