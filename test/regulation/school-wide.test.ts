import { describe, expect, test } from '@jest/globals'
import { createCalendar } from '../../src/calendar/index.js'
import type { Id, JournalSlice } from '../../src/journal/index.js'
import { together } from '../../src/mirror/slices.js'
import {
  answersOfAll,
  type CheckRequest,
  createCensus,
  factsAbout,
  type Judged,
  judgeJournal,
  noCounts,
  rules,
  verdictKinds,
} from '../../src/regulation/index.js'
import { requestOf } from './build-slice.js'
import { corpus } from './corpus.js'
import { SmallJournal, type SmallJournalInput } from './small-journal.js'

/** What classes are judged by that only the whole school tells. */

/** What a slice has of some classes; lists of the school stay. */
function sliceOf(slice: JournalSlice, classIds: readonly Id[]): JournalSlice {
  const own = <T extends { readonly classId: Id }>(items: readonly T[]) =>
    items.filter(({ classId }) => classIds.includes(classId))
  const subgroups = slice.subgroups.filter(group => group.classIds.some(id => classIds.includes(id)))
  const groups = new Set([...classIds, ...subgroups.map(({ id }) => id)])
  return {
    ...slice,
    subgroups,
    classes: slice.classes.filter(({ id }) => classIds.includes(id)),
    memberships: slice.memberships.filter(({ groupId }) => groups.has(groupId)),
    looks: slice.looks.filter(({ groupId }) => groupId === null || groups.has(groupId)),
    classTeachers: own(slice.classTeachers),
    classSubjects: own(slice.classSubjects),
    periods: own(slice.periods),
    formerPeriods: own(slice.formerPeriods),
    formerBells: own(slice.formerBells),
    lessons: own(slice.lessons),
    formerPlaces: own(slice.formerPlaces),
    works: own(slice.works),
    marks: own(slice.marks),
    goneMarks: own(slice.goneMarks),
    attendance: own(slice.attendance),
    finalMarks: own(slice.finalMarks),
    formerFinalMarks: own(slice.formerFinalMarks),
    resultMarks: own(slice.resultMarks),
    formerResultMarks: own(slice.formerResultMarks),
  }
}

/** As `judgeByClass` does it, of a slice instead of the mirror. */
function judgedByClass(request: CheckRequest): readonly Judged[] {
  const { slice, facts, settings, from, to, decisions, archived } = request
  const shared = slice.subgroups.map(({ classIds }) => classIds)
  const pupils = new Map<Id, Id[]>()
  for (const { personId, groupId } of slice.memberships) {
    if (slice.classes.some(({ id }) => id === groupId))
      pupils.set(personId, [...(pupils.get(personId) ?? []), groupId])
  }
  const parts = together(
    slice.classes.map(({ id }) => id),
    [...shared, ...pupils.values()],
  )
  const census = createCensus({
    ...{ calendar: createCalendar(facts), stampZone: settings.stamps, days: { from, to } },
    substitutions: decisions.substitutions,
    gathersLessons: true,
  })
  for (const part of parts) census.add(sliceOf(slice, part))
  const ids = (isOfSchool: boolean) =>
    rules
      .filter(({ id }) => request.rules?.includes(id) ?? true)
      .filter(rule => (rule.isOfSchool ?? false) === isOfSchool)
      .map(({ id }) => id)
  return [
    ...parts.map(part =>
      judgeJournal({
        ...request,
        ...{ slice: sliceOf(slice, part), school: census, rules: ids(false) },
        archived: factsAbout(archived, id => part.includes(id)),
      }),
    ),
    judgeJournal({ ...request, rules: ids(true) }),
  ]
}

/** All that a judgement says, in an order that doesn't depend on who came first. */
function told(judged: readonly Judged[]) {
  const texts = (items: readonly unknown[]) => items.map(item => JSON.stringify(item)).sort()
  return {
    found: texts(judged.flatMap(({ found }) => found)),
    kept: texts(judged.flatMap(({ kept }) => [...kept.verdicts()])),
    idle: answersOfAll(judged).idle,
    counts: rules.map(({ id }) => {
      const all = judged.map(({ counts }) => counts[id] ?? noCounts())
      return [id, ...verdictKinds.map(kind => all.reduce((sum, counts) => sum + counts[kind], 0))]
    }),
    notApplicable: rules.map(({ id }) =>
      judged.reduce((sum, { notApplicable }) => sum + (notApplicable[id] ?? 0), 0),
    ),
  }
}

describe('judged class by class', () => {
  test('every case of the corpus says what it says when it is judged at once', () => {
    let parts = 0
    for (const { name, request } of corpus) {
      const byClass = judgedByClass(request)
      parts = Math.max(parts, byClass.length)
      expect({ name, ...told(byClass) }).toEqual({ name, ...told([judgeJournal(request)]) })
    }
    // Some of them do have several classes.
    expect(parts).toBeGreaterThan(2)
  })

  const day = '2026-11-16'
  /** In the lesson of 7А everybody has an entry; that of 7Б has none. */
  const written = {
    title: 'Присутствие отмечают в другом классе',
    members: [1001, 1002].map(pupil => ({ pupil })),
    lessons: [
      { id: 1, date: day },
      { id: 2, date: day, class: '7Б' },
    ],
    attendance: [1001, 1002].map(pupil => ({
      ...{ lesson: 1, pupil, status: 'present' as const },
      seen: `${day} 12:00`,
    })),
  } satisfies SmallJournalInput

  test('a class is judged by the habits of the school, not by its own', () => {
    const request = requestOf('2.5-attendance-daily', SmallJournal.parse(written))
    const one = sliceOf(request.slice, [request.slice.classes.find(({ name }) => name === '7Б')?.id ?? ''])
    const reasons = ({ found }: Judged) => found.map(({ reason }) => reason)
    const whole = reasons(judgeJournal(request)).filter(reason => reason !== 'kept')
    expect(judgedByClass(request).flatMap(reasons)).toEqual(whole)
    // By its own it would be another verdict.
    expect(reasons(judgeJournal({ ...request, slice: one }))).not.toEqual(whole)
  })
})

describe('classes go together', () => {
  test('where something is shared, also through a third one; the others stay apart', () => {
    expect(together(['10', '9', '7', '8'], [])).toEqual([['7'], ['8'], ['9'], ['10']])
    expect(
      together(
        ['7', '8', '9', '10', '11'],
        [
          ['10', '8'],
          ['11', '7'],
          ['8', '7', '10'],
        ],
      ),
    ).toEqual([['7', '8', '10', '11'], ['9']])
  })

  test('a class that nobody asked for is not drawn in', () => {
    expect(together(['7', '8'], [['7', '99'], ['8']])).toEqual([['7'], ['8']])
  })
})
