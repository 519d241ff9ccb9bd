import { beforeEach, describe, expect, test } from '@jest/globals'
import type { ClassTeacherRecord, MarkValueRecord, PlatformRecord, Window } from '../../src/journal/index.js'
import {
  answer,
  at,
  classId,
  finalMark,
  group,
  lesson,
  mark,
  member,
  period,
  school,
  week,
  window,
  work,
} from './answers.js'
import { openedMirror } from './opened-mirror.js'

const opened = openedMirror()
beforeEach(() => opened().clear())

const groups = window('groups', { group: null })
const request = { school, from: '2026-11-16', to: '2026-11-22' }

function look(place: Window, records: readonly PlatformRecord[], askedAt = at(0)) {
  return opened().mirror.recordLook(place, answer(records, { askedAt }))
}

async function classesAt(askedAt: number, records: readonly PlatformRecord[]) {
  await look(groups, records, askedAt)
  const { classes, archivedClasses, subgroups } = await opened().mirror.directory(school)
  const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id)
  return { classes: ids(classes), archived: ids(archivedClasses), subgroups: ids(subgroups) }
}

describe('the list of classes', () => {
  const directoryIds = async () => (await opened().mirror.directory(school)).classes.map(({ id }) => id)

  test('loses a class only when the platform says so twice; until then coverage is not whole', async () => {
    await look(groups, [group('1'), group('2')], at(0))
    expect(await look(groups, [group('1')], at(10))).toMatchObject({ suspect: true, gone: 0 })
    expect(await directoryIds()).toEqual(['1', '2'])
    const { gaps } = await opened().mirror.coverage(request)
    expect(gaps).toContainEqual(expect.objectContaining({ resource: 'groups', state: 'failed' }))
    expect(await look(groups, [group('1')], at(20))).toMatchObject({ suspect: false, gone: 1 })
    expect(await directoryIds()).toEqual(['1'])
  })

  test('that comes empty is in doubt however often it comes', async () => {
    await look(groups, [group('1'), group('2')], at(0))
    for (const minute of [10, 20, 30]) {
      expect(await look(groups, [], at(minute))).toMatchObject({ suspect: true, gone: 0 })
    }
    expect(await directoryIds()).toEqual(['1', '2'])
    expect(await look(groups, [group('1'), group('2')], at(40))).toMatchObject({ suspect: false, gone: 0 })
  })

  test('without a class that was read: its weeks are still told of', async () => {
    await look(groups, [group('1'), group('2')], at(0))
    const lessons: Window = { school, resource: 'lessons', group: '2', week }
    await look(lessons, [lesson('5', { groupId: '2', date: '2026-11-18' })], at(1))
    const days = 24 * 60
    await look(groups, [group('1')], at(4 * days))
    await look(groups, [group('1')], at(5 * days))
    const { gaps } = await opened().mirror.coverage(request)
    expect(gaps).toContainEqual(
      expect.objectContaining({ groupId: '2', resource: 'lessons', state: 'stale' }),
    )
  })
})

describe('classes that are read', () => {
  test('are those of this study year, archived ones and their subgroups left out', async () => {
    const found = await classesAt(at(0), [
      group('1'),
      group('2', { active: false }),
      group('3', { studyYear: 2025 }),
      group('4', { studyYear: 2025, active: false }),
      group('5', { studyYear: 2027 }),
      group('6', { studyYear: null }),
      group('7', { groupKind: 'subgroup', parentIds: ['1'], active: false }),
      group('8', { groupKind: 'subgroup', parentIds: ['2'] }),
      group('9', { groupKind: 'subgroup', parentIds: ['1'] }),
    ])
    expect(found).toEqual({ classes: ['1', '6'], archived: ['2'], subgroups: ['9'] })
  })

  test('turn over in August, once the classes of the new year are there', async () => {
    const old = group('1')
    expect((await classesAt(Date.UTC(2027, 6, 31), [old, group('2', { studyYear: 2027 })])).classes).toEqual([
      '1',
    ])
    // The list that lost the new class again has to say so twice.
    await look(groups, [old], Date.UTC(2027, 7, 19))
    expect((await classesAt(Date.UTC(2027, 7, 20), [old])).classes).toEqual(['1'])
    expect((await classesAt(Date.UTC(2027, 7, 21), [old, group('2', { studyYear: 2027 })])).classes).toEqual([
      '2',
    ])
  })

  test('one that goes to the archive in mid-year is known as such, and its journal stays in slices', async () => {
    expect(await classesAt(at(0), [group(classId)])).toMatchObject({ classes: [classId], archived: [] })
    await look(window('lessons'), [lesson('1')], at(1))
    expect(await classesAt(at(2), [group(classId, { active: false })])).toMatchObject({
      classes: [],
      archived: [classId],
    })
    const slice = await opened().mirror.slice(request, 'Europe/Moscow')
    expect(slice.classes).toMatchObject([{ id: classId, name: '5А' }])
    expect(slice.lessons).toHaveLength(1)
  })
})

describe('a short list', () => {
  const quarters = ['1', '2', '3', '4'].map(id => period(`${classId}:${id}`, { periodId: id }))

  test('of which half is missing loses nothing until the platform says so twice', async () => {
    await look(window('periods'), quarters, at(0))
    expect(await look(window('periods'), quarters.slice(0, 2), at(10))).toMatchObject({
      suspect: true,
      gone: 0,
    })
    expect(await look(window('periods'), quarters, at(20))).toMatchObject({ suspect: false, changed: 0 })
    await look(window('periods'), quarters.slice(0, 2), at(30))
    expect(await look(window('periods'), quarters.slice(0, 2), at(40))).toMatchObject({ gone: 2 })
  })

  test('changes by one at once', async () => {
    await look(window('periods'), quarters, at(0))
    expect(await look(window('periods'), quarters.slice(0, 3), at(10))).toMatchObject({
      suspect: false,
      gone: 1,
    })
  })
})

test('class teachers stand in the directory while the platform names them', async () => {
  const names = { lastName: 'Петрова', firstName: 'Мария', middleName: null, shortName: null }
  const teacher = (personId: string): ClassTeacherRecord => {
    return { kind: 'class-teacher', id: `${classId}:${personId}`, classId, personId, ...names }
  }
  await look(window('class-teacher'), [teacher('401')], at(0))
  await look(window('class-teacher'), [teacher('402')], at(1))
  // The one that vanished waits for the second look that confirms it.
  await look(window('class-teacher'), [teacher('402')], at(2))
  const { classTeachers } = await opened().mirror.directory(school)
  expect(classTeachers).toEqual([{ classId, person: { id: '402', ...names } }])
})

test('a mark that the platform offers lacks a translation; one that it does not was damaged', async () => {
  const offered = (value: string): MarkValueRecord => {
    return { kind: 'mark-value', id: `mark5:${value}`, markTypeWord: 'mark5', value }
  }
  await look(groups, [group(classId)])
  await look(window('marks'), [mark('1'), mark('2', { value: 'УДВ' }), mark('3', { value: '5\u0007' })])
  expect((await opened().mirror.coverage(request)).unknownWords).toEqual(['marks: 5\u0007', 'marks: УДВ'])
  await look(window('mark-values', { group: null }), [offered('5'), offered('удв')])
  await look(window('final-marks'), [finalMark('501', '301', { value: 'зач' })])
  expect((await opened().mirror.coverage(request)).unknownWords).toEqual([
    'marks: 5\u0007 (нет среди отметок платформы)',
    'marks: УДВ',
  ])
})

describe('what the next request needs to know', () => {
  test('who is of the class, former members and those of shared subgroups included, and who is not', async () => {
    const [other, shared] = ['2', '3']
    await look(groups, [
      group(classId),
      group(other),
      group(shared, { groupKind: 'subgroup', parentIds: [classId, other] }),
    ])
    await look(window('members'), [member(classId, '501'), member(classId, '502')], at(0))
    await look(window('members'), [member(classId, '501'), member(classId, '503')], at(1))
    await look(
      window('members', { group: other }),
      ['511', '512'].map(id => member(other, id)),
    )
    await look(
      window('members', { group: shared }),
      ['501', '511'].map(id => member(shared, id)),
    )
    const { otherClasses, people, peopleElsewhere } = await opened().mirror.neighbours(school, classId)
    expect([...otherClasses]).toEqual([other])
    expect([...people].sort()).toEqual(['501', '502', '503', '511'])
    expect([...peopleElsewhere]).toEqual(['512'])
  })

  test('subjects of a week, unless a lesson has none', async () => {
    const { mirror } = opened()
    await look(window('lessons'), [lesson('1'), lesson('2', { subjectId: '300' }), lesson('3')])
    expect(await mirror.lessonSubjects(school, classId, week)).toEqual(['300', '301'])
    await look(window('lessons'), [lesson('1'), lesson('2', { subjectId: null }), lesson('3')], at(1))
    expect(await mirror.lessonSubjects(school, classId, week)).toBeNull()
  })

  test('works that no lesson holds, those of marks among them, until a lesson brings them', async () => {
    const { mirror } = opened()
    await look(window('lessons'), [lesson('1'), work('11')])
    await look(window('marks'), [mark('1', { workId: '12' }), work('12')])
    const unknown = () => mirror.unknownWorks(school, classId, ['13', '12', '11'])
    expect(await unknown()).toEqual(['12', '13'])
    await look(window('lessons'), [lesson('1'), work('11'), work('12')], at(1))
    expect(await unknown()).toEqual(['13'])
    await look(window('marks'), [mark('1', { workId: '12' })], at(2))
    const { works } = await mirror.slice(request, 'Europe/Moscow')
    expect(works.map(({ id }) => id)).toEqual(['11', '12'])
  })
})
