import { describe, expect, test } from '@jest/globals'
import { createCalendar } from '../../src/calendar/index.js'
import { clearMeaning, countMeanings, type MeaningVotes } from '../../src/regulation/homework-habit.js'
import { requestOf } from './build-slice.js'
import { SmallJournal, type SmallJournalInput } from './small-journal.js'

/** On which lesson a school hangs its homework: what one homework says, and how many have to say so. */

type Story = Omit<SmallJournalInput, 'title' | 'homework'>
type Work = Omit<NonNullable<SmallJournalInput['homework']>[number], 'id' | 'lesson' | 'states'> & {
  readonly absent?: string
  readonly seen: string
  readonly lesson?: number | null
  readonly draft?: boolean
}

const monday = { id: 1, date: '2026-11-09', number: 4 }
/** Begins at 11:25. The homework hangs on it, unless it is said. */
const tuesday = { id: 2, date: '2026-11-10', number: 4 }
const friday = { ...tuesday, date: '2026-11-13' }
const twice = { lessons: [monday, tuesday] }

function votesOf({ absent, seen, draft = false, ...work }: Work, story: Story): MeaningVotes {
  const states = [{ seen, draft, ...(absent === undefined ? {} : { absent }) }]
  const small = SmallJournal.parse({
    title: 'One homework',
    ...story,
    homework: [{ id: 21, lesson: 2, ...work, states }],
  })
  const { slice, facts } = requestOf('2.6-homework-in-time', small)
  return countMeanings(slice, { calendar: createCalendar(facts), stampZone: small.stamps })
}

const nobody: MeaningVotes = { given: 0, surelyGiven: 0, due: 0, ahead: 0, dueTeachers: 0 }
const says = {
  nothing: nobody,
  given: { ...nobody, given: 1 },
  surelyGiven: { ...nobody, surelyGiven: 1 },
  due: { ...nobody, due: 1, dueTeachers: 1 },
  ahead: { ...nobody, ahead: 1 },
}
const at = (absent: string, seen: string) => ({ absent: `2026-11-${absent}`, seen: `2026-11-${seen}` })
const subgroups = { англ1: { pupils: [1001] }, англ2: { pupils: [1002] } }

describe('one homework, by when it was entered', () => {
  const rows: readonly (readonly [string, keyof typeof says, Work, Story])[] = [
    ['on its lesson’s day, first seen after the bell', 'given', at('10 00:05', '10 14:00'), twice],
    ['since midnight, first seen with the bell', 'given', at('10 00:00', '10 11:25'), twice],
    ['not there a minute before the bell', 'given', at('10 11:24', '10 12:00'), twice],
    ['not there when the bell rang', 'surelyGiven', at('10 11:25', '10 12:00'), twice],
    ['on its day, there before the bell', 'nothing', at('10 00:05', '10 11:24'), twice],
    ['the day before or on its day', 'nothing', at('09 23:00', '10 14:00'), twice],
    ['the day before or with the bell', 'nothing', at('09 23:00', '10 11:25'), twice],
    ['on the day of the lesson before', 'due', at('09 00:00', '09 14:00'), twice],
    ['after it, seen next morning', 'due', at('09 23:59', '10 06:00'), twice],
    ['perhaps before that day', 'nothing', at('08 23:59', '09 14:00'), twice],
    ['seen at its first moment', 'nothing', at('07 12:00', '09 00:00'), twice],
    ['surely before that day', 'ahead', at('07 12:00', '08 23:59'), twice],
    ['seen to the end of the next day', 'due', at('09 12:00', '10 23:59'), { lessons: [monday, friday] }],
    ['seen only the day after that', 'nothing', at('09 12:00', '11 00:00'), { lessons: [monday, friday] }],
    ['with no lesson before', 'nothing', at('09 12:00', '09 14:00'), { lessons: [tuesday] }],
    [
      'before the second lesson of one day',
      'nothing',
      at('10 08:00', '10 09:00'),
      { lessons: [{ ...tuesday, id: 3, number: 3 }, tuesday] },
    ],
    [
      'where a lesson in between was cancelled',
      'nothing',
      at('09 08:00', '09 14:00'),
      { lessons: [monday, { ...tuesday, id: 3, status: 'cancelled' }, friday] },
    ],
    [
      'for a class that had its last lessons in subgroups, on the day of the one',
      'due',
      at('06 08:00', '06 14:00'),
      {
        subgroups,
        lessons: [
          { ...monday, id: 3, date: '2026-11-06', group: 'англ2' },
          { ...monday, group: 'англ1' },
          tuesday,
        ],
      },
    ],
    [
      'between the days of the two',
      'nothing',
      at('07 08:00', '07 14:00'),
      {
        subgroups,
        lessons: [
          { ...monday, id: 3, date: '2026-11-06', group: 'англ2' },
          { ...monday, group: 'англ1' },
          tuesday,
        ],
      },
    ],
    [
      'where only one of the two had a lesson cancelled since',
      'nothing',
      at('05 08:00', '05 14:00'),
      {
        subgroups,
        lessons: [
          { ...monday, id: 4, date: '2026-11-05', group: 'англ2' },
          { ...monday, id: 3, date: '2026-11-06', group: 'англ2', status: 'cancelled' },
          { ...monday, group: 'англ1' },
          tuesday,
        ],
      },
    ],
    ['due on a later day', 'surelyGiven', { ...at('09 08:00', '09 14:00'), target: '2026-11-11' }, twice],
    ['due on its day', 'due', { ...at('09 08:00', '09 14:00'), target: '2026-11-10' }, twice],
    ['on a moved lesson', 'nothing', at('10 11:25', '10 12:00'), { lessons: [{ ...tuesday, moved: true }] }],
    [
      'on a lesson without number',
      'nothing',
      at('10 11:25', '10 12:00'),
      { lessons: [{ ...tuesday, number: null }] },
    ],
    [
      'on a lesson without bell',
      'nothing',
      at('10 11:25', '10 12:00'),
      { lessons: [{ ...tuesday, number: 9 }] },
    ],
    [
      'on a cancelled lesson',
      'nothing',
      at('10 11:25', '10 12:00'),
      { lessons: [{ ...tuesday, status: 'cancelled' }] },
    ],
    ['not homework', 'nothing', { ...at('10 11:25', '10 12:00'), kind: 'written' }, twice],
    ['on no lesson', 'nothing', { ...at('10 11:25', '10 12:00'), lesson: null }, twice],
    ['on a lesson that is gone', 'nothing', { ...at('10 11:25', '10 12:00'), lesson: 99 }, twice],
    ['a draft', 'nothing', { ...at('10 11:25', '10 12:00'), draft: true }, twice],
    ['no look before, and no stamp', 'nothing', { seen: '2026-11-09 14:00' }, twice],
  ]
  test.each(rows)('%s: %s', (_, meaning, work, story) => {
    expect(votesOf(work, story)).toEqual(says[meaning])
  })
})

describe('one homework, by its stamp', () => {
  const moscow = { ...twice, stamps: 'moscow' as const }
  const rows: readonly (readonly [string, keyof typeof says, Work, Story])[] = [
    ['no look before', 'due', { seen: '2026-11-10 06:00', sent: '2026-11-09T10:00:00' }, moscow],
    ['tells the hour', 'surelyGiven', { ...at('09 20:00', '10 14:00'), sent: '2026-11-10T12:00:00' }, moscow],
    ['of the morning', 'nothing', { ...at('09 20:00', '10 14:00'), sent: '2026-11-10T09:00:00' }, moscow],
    ['of the evening', 'due', { ...at('09 20:00', '10 14:00'), sent: '2026-11-09T21:00:00' }, moscow],
    ['that contradicts', 'nothing', { ...at('09 12:00', '10 14:00'), sent: '2026-11-09T09:00:00' }, moscow],
    ['a minute too early', 'due', { ...at('09 12:00', '10 14:00'), sent: '2026-11-09T11:59:00' }, moscow],
    ['two minutes', 'nothing', { ...at('09 12:00', '10 14:00'), sent: '2026-11-09T11:58:00' }, moscow],
    ['two minutes too late', 'due', { seen: '2026-11-09 14:00', sent: '2026-11-09T14:02:00' }, moscow],
    ['three minutes', 'nothing', { seen: '2026-11-09 14:00', sent: '2026-11-09T14:03:00' }, moscow],
    [
      'a contradicted one, looks alone',
      'due',
      { ...at('09 12:00', '09 14:00'), sent: '2026-11-01T10:00:00' },
      moscow,
    ],
    ['in every zone', 'due', { seen: '2026-11-10 06:00', sent: '2026-11-09T22:00:00' }, twice],
    ['not in every zone', 'nothing', { seen: '2026-11-10 06:00', sent: '2026-11-08T22:00:00' }, twice],
  ]
  test.each(rows)('%s: %s', (_, meaning, work, story) => {
    expect(votesOf(work, story)).toEqual(says[meaning])
  })
})

describe('all homework of a school', () => {
  test.each<readonly ['given' | 'due' | null, Partial<MeaningVotes>]>([
    ['given', { given: 3 }],
    ['given', { given: 1, surelyGiven: 2 }],
    [null, { given: 2 }],
    ['given', { given: 4, due: 1, dueTeachers: 1 }],
    [null, { given: 3, due: 1, dueTeachers: 1 }],
    ['due', { due: 3, dueTeachers: 3 }],
    [null, { due: 2, dueTeachers: 3 }],
    [null, { due: 3, dueTeachers: 2 }],
    ['due', { due: 4, ahead: 1, dueTeachers: 3 }],
    [null, { due: 3, ahead: 1, dueTeachers: 3 }],
    ['due', { given: 1, due: 4, dueTeachers: 3 }],
    [null, { given: 1, due: 3, dueTeachers: 3 }],
    ['due', { surelyGiven: 1, due: 20, dueTeachers: 3 }],
    [null, { surelyGiven: 1, due: 19, dueTeachers: 3 }],
    [null, {}],
  ])('mean %s: %j', (meaning, votes) => {
    expect(clearMeaning({ ...nobody, ...votes })).toBe(meaning)
  })
})
