import { expect, test } from '@jest/globals'
import { createJournal } from '../../src/journal/index.js'
import { countPresence, saysPresence } from '../../src/regulation/attendance-habit.js'
import { requestOf } from './build-slice.js'
import { SmallJournal, type SmallJournalInput } from './small-journal.js'

/** Whether a school writes down who was present, too: then a blank lesson is one that was forgotten. */

type Entry = NonNullable<SmallJournalInput['attendance']>[number]
type Status = NonNullable<Entry['status']>

/** Lessons, each as the statuses of pupils 1001, 1002 … of the class. */
function isWritten(lessons: readonly (readonly Status[])[], members: SmallJournalInput['members']): boolean {
  const small = SmallJournal.parse({
    title: 'How attendance is written',
    members,
    lessons: lessons.map((_, index) => ({ id: index + 1, date: '2026-11-16' })),
    attendance: lessons.flatMap((statuses, index) =>
      statuses.map((status, pupil) => ({
        ...{ lesson: index + 1, pupil: 1001 + pupil, status },
        seen: '2026-11-16 15:00',
      })),
    ),
  })
  return saysPresence(countPresence(createJournal(requestOf('2.5-attendance-daily', small).slice)))
}

const four = [1001, 1002, 1003, 1004].map(pupil => ({ pupil }))
const left = { absent: '2026-10-01 06:00', seen: '2026-10-02 06:00' }
const whole: readonly Status[] = ['present', 'present', 'absent', 'present']
const absentOnly: readonly Status[] = ['absent']

test.each<readonly [boolean, string, readonly (readonly Status[])[], SmallJournalInput['members']]>([
  [true, 'every pupil has an entry', [whole], four],
  [true, 'most pupils have one', [['present', 'absent', 'late']], four],
  [false, 'half of them have', [['present', 'absent']], four],
  [
    true,
    'half of the list have, of whom one has left',
    [['present', 'absent']],
    [
      ...four.slice(0, 3).map((member, index) => (index < 2 ? member : { ...member, left })),
      { pupil: 1004, left },
    ],
  ],
  [false, 'all entries tell of absence', [['absent', 'ill', 'excused', 'late']], four],
  [true, 'all were present', [['present', 'present', 'present', 'present']], four],
  [false, 'cells that were only looked into are none', [['present', 'unset', 'unset', 'unset']], four],
  [false, 'no lesson has entries', [[]], four],
  [true, 'nine lessons of ten', [...Array.from({ length: 9 }, () => whole), absentOnly], four],
  [false, 'eight lessons of nine', [...Array.from({ length: 8 }, () => whole), absentOnly], four],
  [true, 'empty lessons don’t count', [whole, [], [], []], four],
  [true, 'nobody knows who is in the class', [['present']], []],
])('%s: %s', (answer, _, lessons, members) => {
  expect(isWritten(lessons, members)).toBe(answer)
})
