import { beforeEach, describe, expect, test } from '@jest/globals'
import type { JournalSlice, PlatformRecord, Window } from '../../src/journal/index.js'
import type { SliceRequest } from '../../src/mirror/index.js'
import { answer, at, classId, group, lesson, member, period, school, window } from './answers.js'
import { openedMirror } from './opened-mirror.js'

const opened = openedMirror()
beforeEach(() => opened().clear())

const otherClass = '2260325488551003873'
const subgroup = '2260325488551003900'
const wholeSchool = { group: null }

function look(place: Window, records: readonly PlatformRecord[], minute = 0) {
  return opened().mirror.recordLook(place, answer(records, { askedAt: at(minute) }))
}

/** Rules get slices that nothing may change: reading one must not depend on changing it either. */
async function slice(
  request: Partial<SliceRequest> = {},
  timeZone = 'Asia/Kamchatka',
): Promise<JournalSlice> {
  return opened().mirror.slice({ school, from: '2026-11-16', to: '2026-11-22', ...request }, timeZone)
}

async function readDirectory(): Promise<void> {
  await look(window('groups', wholeSchool), [
    group(otherClass, { name: '5Б' }),
    group(classId),
    group(subgroup, { groupKind: 'subgroup', parentIds: [classId], name: '5А англ. 1' }),
    group('77', { name: '4А', active: false }),
    group('78', { groupKind: 'subgroup', parentIds: ['77'], name: '4А англ. 1' }),
  ])
  await look(window('work-types', wholeSchool), [
    { kind: 'work-type', id: '801', kindWord: 'CommonWork', title: 'Контрольная работа', abbreviation: 'КР' },
    { kind: 'work-type', id: '802', kindWord: 'CommonWork', title: 'Ответ на уроке', abbreviation: null },
  ])
}

describe('groups and people', () => {
  test('active classes, their subgroups, and who joined and left when', async () => {
    await readDirectory()
    const members = window('members')
    await look(members, [member(classId, '501'), member(classId, '502')])
    await look(members, [member(classId, '502'), member(classId, '503')], 10)
    await look(members, [member(classId, '502', { lastName: 'Новая' }), member(classId, '501')], 20)
    await look(window('members', { group: subgroup }), [member(subgroup, '502')], 20)
    const found = await slice()
    expect(found.classes.map(({ id, name }) => [id, name])).toEqual([
      [classId, '5А'],
      [otherClass, '5Б'],
    ])
    expect(found.subgroups).toEqual([{ id: subgroup, name: '5А англ. 1', classIds: [classId] }])
    const [t0, t1, t2] = [0, 10, 20].map(minute => ({ asked: at(minute), seen: at(minute) + 1000 })) as [
      { asked: number; seen: number },
      { asked: number; seen: number },
      { asked: number; seen: number },
    ]
    expect(found.memberships).toEqual([
      {
        groupId: classId,
        personId: '501',
        joined: { absentAt: null, presentAt: t0.seen },
        left: { absentAt: t0.asked, presentAt: t1.seen },
      },
      { groupId: classId, personId: '501', joined: { absentAt: t1.asked, presentAt: t2.seen }, left: null },
      { groupId: classId, personId: '502', joined: { absentAt: null, presentAt: t0.seen }, left: null },
      {
        groupId: classId,
        personId: '503',
        joined: { absentAt: t0.asked, presentAt: t1.seen },
        left: { absentAt: t1.asked, presentAt: t2.seen },
      },
      { groupId: subgroup, personId: '502', joined: { absentAt: null, presentAt: t2.seen }, left: null },
    ])
    expect(JSON.stringify(found)).not.toContain('Ёлкина')
  })

  test('a class filter keeps other classes out, and a class missing from the directory in', async () => {
    await readDirectory()
    await look(window('lessons'), [lesson('1')])
    await look(window('lessons', { group: otherClass }), [lesson('2')])
    await look(window('lessons', { group: '99' }), [lesson('3')])
    await look(window('members', { group: otherClass }), [member(otherClass, '600')])
    const found = await slice({ classIds: [classId, '99'] })
    expect(found.classes.map(({ id, name }) => [id, name])).toEqual([
      ['99', '№ 99'],
      [classId, '5А'],
    ])
    expect(found.lessons.map(({ id }) => id)).toEqual(['3', '1'])
    expect(found.memberships).toEqual([])
    expect((await slice()).lessons.map(({ id }) => id)).toEqual(['3', '1', '2'])
  })

  test('subjects of the school and of classes, and periods', async () => {
    await readDirectory()
    await look(window('subjects', wholeSchool), [
      { kind: 'subject', id: '301', name: 'Алгебра', halfYear: false },
    ])
    const ofClass = { kind: 'class-subject', classId, halfYear: true } as const
    await look(window('class-subjects'), [
      { ...ofClass, id: `${classId}:302`, subjectId: '302', name: 'ОДНКНР' },
      { ...ofClass, id: `${classId}:301`, subjectId: '301', name: 'Алгебра 5А' },
    ])
    await look(window('periods'), [period('602'), period('601', { typeWord: 'Season', number: 1 })])
    const found = await slice()
    expect(found.subjects).toEqual([
      { id: '301', name: 'Алгебра', halfYear: true },
      { id: '302', name: 'ОДНКНР', halfYear: true },
    ])
    expect(found.classSubjects).toEqual([
      { classId, subjectId: '301' },
      { classId, subjectId: '302' },
    ])
    expect(found.periods.map(({ id, type }) => [id, type])).toEqual([
      ['601', 'unknown'],
      ['602', 'quarter'],
    ])
    expect(found.unknownWords).toEqual(['period-types: Season'])
  })
})
