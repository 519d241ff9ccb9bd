import { describe, expect, test } from '@jest/globals'
import { createCalendar } from '../../src/calendar/index.js'
import { createJournal, type Membership } from '../../src/journal/index.js'
import { belongings } from '../../src/regulation/belonging.js'
import { membershipDuring, newestMemberships, presenceAt } from '../../src/regulation/membership.js'
import { requestOf } from './build-slice.js'
import { SmallJournal, type SmallJournalInput } from './small-journal.js'

/** Who was in a group, as far as our looks show it. Instants are small numbers; 0: the first list of all. */

const bracket = ([absentAt, presentAt]: readonly [number | null, number]) => ({ absentAt, presentAt })
type Looks = readonly [number | null, number]
const first: Looks = [null, 0]

function member(joined: Looks, left: Looks | null = null): Membership {
  return {
    groupId: '101',
    personId: '1001',
    joined: bracket(joined),
    left: left === null ? null : bracket(left),
  }
}

describe('at 10', () => {
  test.each([
    ['member', 'in the first list, whenever that came', member([null, 50])],
    ['member', 'came before', member([5, 10])],
    ['joining', 'came around', member([9, 11])],
    ['joining', 'perhaps came a moment later', member([10, 11])],
    ['joined-later', 'wasn’t there afterwards', member([11, 12])],
    ['left', 'was missing by then', member(first, [5, 10])],
    ['left-later', 'was perhaps missing', member(first, [5, 11])],
    ['left-later', 'left afterwards', member([5, 10], [20, 21])],
    ['joined-later', 'came and left afterwards', member([11, 12], [20, 21])],
  ])('%s: who %s', (presence, _, membership) => {
    expect(presenceAt(membership, 10)).toBe(presence)
  })
})

describe('from 10 to 20', () => {
  test.each([
    ['yes', 'is in no list', []],
    ['yes', 'was in the first list', [member([null, 50])]],
    ['yes', 'came before', [member([5, 10])]],
    ['perhaps', 'came around its beginning', [member([5, 11])]],
    ['perhaps', 'perhaps came as late as its end', [member([20, 25])]],
    ['no', 'came afterwards', [member([21, 25])]],
    ['no', 'was missing when it began', [member(first, [5, 10])]],
    ['perhaps', 'left around its beginning', [member(first, [9, 11])]],
    ['perhaps', 'was never seen before being missed', [member(first, [null, 11])]],
    ['yes', 'was there still when it began', [member(first, [10, 11])]],
    ['no', 'left and came back afterwards', [member(first, [5, 9]), member([21, 25])]],
    ['yes', 'left and came back before', [member(first, [2, 3]), member([5, 10])]],
    ['yes', 'is there twice, once for sure', [member([5, 11]), member(first)]],
  ])('%s: who %s', (attendance, _, memberships) => {
    expect(membershipDuring(memberships, 10, 20)).toBe(attendance)
  })
})

function journalOf(story: Omit<SmallJournalInput, 'title'>) {
  const small = SmallJournal.parse({ title: 'Who came and went', ...story })
  const { slice, facts } = requestOf('2.5-marks-same-day', small)
  return { journal: createJournal(slice), calendar: createCalendar(facts) }
}

const at = (absent: string, seen: string) => ({ absent: `2026-${absent}`, seen: `2026-${seen}` })

describe('who left and came back', () => {
  const leaving = { pupil: 1001, left: at('10-01 06:00', '10-02 06:00') }
  const secondTime = { pupil: 1001, joined: at('10-04 06:00', '10-05 06:00') }
  const leavingAgain = { ...secondTime, left: at('10-20 06:00', '10-21 06:00') }
  test.each([
    ['by the return', [leaving, secondTime], at('10-04 06:00', '10-05 06:00')],
    ['by the return, in whatever order', [secondTime, leaving], at('10-04 06:00', '10-05 06:00')],
    ['by the last time', [leaving, leavingAgain], at('10-04 06:00', '10-05 06:00')],
    ['by the last time, in whatever order', [leavingAgain, leaving], at('10-04 06:00', '10-05 06:00')],
  ])('counts %s', (_, members, joined) => {
    const { journal, calendar } = journalOf({ members })
    const newest = newestMemberships(journal, '101').get('1001')
    expect(calendar.dateOf(newest?.joined.presentAt ?? 0)).toBe(joined.seen.slice(0, 10))
  })
})

describe('at a lesson of 16 November, 11:25', () => {
  type Member = NonNullable<SmallJournalInput['members']>[number]
  type Pupil = Omit<Member, 'pupil'>
  const cases: readonly (readonly [string, string, readonly Pupil[], readonly Pupil[]])[] = [
    ['yes', 'was always there', [{}], [{}]],
    ['yes', 'came before the bell', [{ joined: at('11-16 06:00', '11-16 11:25') }], [{}]],
    ['perhaps', 'came around the bell', [{ joined: at('11-16 06:00', '11-16 11:26') }], [{}]],
    ['not-yet', 'came the next day', [{ joined: at('11-17 06:00', '11-17 12:00') }], [{}]],
    ['left', 'was missing when it began', [{ left: at('11-16 06:00', '11-16 11:25') }], [{}]],
    ['perhaps', 'left around the bell', [{ left: at('11-16 06:00', '11-16 11:26') }], [{}]],
    [
      'not-yet',
      'was away in between',
      [{ left: at('11-02 06:00', '11-03 06:00') }, { joined: at('11-17 06:00', '11-17 12:00') }],
      [{}],
    ],
    ['not-yet', 'came to the subgroup the next day', [{}], [{ joined: at('11-17 06:00', '11-17 12:00') }]],
    ['left', 'had left the subgroup', [{}], [{ left: at('11-12 06:00', '11-13 06:00') }]],
    ['perhaps', 'came to the subgroup around it', [{}], [{ joined: at('11-16 06:00', '11-16 12:00') }]],
    [
      'perhaps',
      'came to the class around it, to the subgroup before',
      [{ joined: at('11-16 06:00', '11-16 12:00') }],
      [{ joined: at('11-12 06:00', '11-13 06:00') }],
    ],
    [
      'left',
      'had left the class, though the subgroup still names the pupil',
      [{ left: at('11-12 06:00', '11-13 06:00') }],
      [{ joined: at('11-16 06:00', '11-16 12:00') }],
    ],
  ]
  const ids = (pupils: readonly Pupil[]) => pupils.map(pupil => ({ pupil: 1001, ...pupil }))

  test.each(cases)('%s: who %s', (belonging, _, members, ofSubgroup) => {
    const { journal, calendar } = journalOf({
      members: ids(members),
      subgroups: { англ1: { pupils: ids(ofSubgroup) } },
      lessons: [{ id: 1, date: '2026-11-16', number: 4, group: 'англ1' }],
    })
    const [lesson] = journal.slice.lessons
    if (!lesson) throw new Error('no lesson')
    expect(belongings(journal, calendar)({ classId: '101', personId: '1001' }, lesson)).toBe(belonging)
  })

  test.each([
    ['a lesson without number lasts from its day’s end', null],
    ['so does one without bell', 9],
  ])('%s: who came that day was there', (_, number) => {
    const { journal, calendar } = journalOf({
      members: [{ pupil: 1001, joined: at('11-16 12:00', '11-16 23:00') }],
      lessons: [{ id: 1, date: '2026-11-16', number }],
    })
    const [lesson] = journal.slice.lessons
    if (!lesson) throw new Error('no lesson')
    expect(belongings(journal, calendar)({ classId: '101', personId: '1001' }, lesson)).toBe('yes')
  })

  test('a subgroup’s changes are none of the whole class’s', () => {
    const { journal, calendar } = journalOf({
      members: [{ pupil: 1001, left: at('11-16 06:00', '11-16 12:00') }],
      lessons: [{ id: 1, date: '2026-11-16', number: 4 }],
    })
    const [lesson] = journal.slice.lessons
    if (!lesson) throw new Error('no lesson')
    expect(belongings(journal, calendar)({ classId: '101', personId: '1001' }, lesson)).toBe('perhaps')
  })
})
