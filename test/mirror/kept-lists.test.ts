import { beforeEach, describe, expect, test } from '@jest/globals'
import type { PlatformRecord, Window } from '../../src/journal/index.js'
import { answer, at, classId, group, lesson, member, repeated, school, window } from './answers.js'
import { openedMirror } from './opened-mirror.js'

const opened = openedMirror()
beforeEach(() => opened().clear())

const groups = window('groups', { group: null })
const members = window('members')
const pupils = ['501', '502', '503', '504', '505', '506']

function look(place: Window, records: readonly PlatformRecord[], minute = 0) {
  return opened().mirror.recordLook(place, answer(records, { askedAt: at(minute) }))
}

const directory = () => opened().mirror.directory(school)
const left = async () => (await directory()).members.filter(one => one.left).map(({ person }) => person.id)

describe('the lists of a school', () => {
  test('are read once, however often the same is seen', async () => {
    const first = answer([group(classId)], { askedAt: at(0) })
    await opened().mirror.recordLook(groups, first)
    const read = await directory()
    expect(await directory()).toBe(read)
    await opened().mirror.recordLook(groups, repeated(first, at(1)))
    expect(await directory()).toBe(read)
  })

  test('are read anew when a look changed them, in whichever process it came', async () => {
    await look(groups, [group(classId)])
    await look(members, [member(classId, '501')])
    expect((await directory()).members).toHaveLength(1)
    await look(members, [member(classId, '501'), member(classId, '502')], 1)
    expect((await directory()).members).toHaveLength(2)
    const more = ['501', '502', '503'].map(id => member(classId, id))
    await opened().another.recordLook(members, answer(more, { askedAt: at(2) }))
    expect((await directory()).members).toHaveLength(3)
  })

  test('lose what a second look confirms to be gone, though its body is the one before', async () => {
    await look(groups, [group(classId)])
    await look(
      members,
      pupils.map(id => member(classId, id)),
    )
    const emptied = answer([member(classId, '501')], { askedAt: at(1) })
    expect(await opened().mirror.recordLook(members, emptied)).toMatchObject({ suspect: true })
    expect(await left()).toEqual([])
    await opened().mirror.recordLook(members, repeated(emptied, at(2)))
    expect(await left()).toEqual(pupils.slice(1))
  })

  test('of another school are its own', async () => {
    await look(groups, [group(classId)])
    await directory()
    expect((await opened().mirror.directory('1000000000002')).classes).toEqual([])
  })

  test('stand as of a past moment as they stood then', async () => {
    await look(groups, [group(classId)])
    await look(members, [member(classId, '501')])
    await look(window('lessons'), [lesson('1')])
    await look(members, [member(classId, '501'), member(classId, '502')], 10)
    const peopleAt = async (moment: number | null) => {
      const days = () => ({ from: '2026-11-16', to: '2026-11-22' })
      const request = { school, classId, at: moment, only: 'lessons', days } as const
      return (await opened().mirror.classAt(request, 'Europe/Moscow')).directory.members.length
    }
    expect([await peopleAt(null), await peopleAt(at(5)), await peopleAt(null)]).toEqual([2, 1, 2])
  })
})

test('the state of a school is another one after each look, and nobody else’s', async () => {
  const { mirror } = opened()
  const first = answer([group(classId)], { askedAt: at(0) })
  const states = [await mirror.state(school)]
  await mirror.recordLook(groups, first)
  states.push(await mirror.state(school))
  await mirror.recordLook(groups, repeated(first, at(1)))
  states.push(await mirror.state(school))
  await mirror.recordFailedLook(groups, at(2), 'DNEVNIK_DOWN')
  states.push(await mirror.state(school))
  expect(new Set(states).size).toBe(states.length)
  await mirror.recordLook({ ...groups, school: '1000000000002' }, answer([group('9')], { askedAt: at(3) }))
  expect(await mirror.state(school)).toBe(states.at(-1))
})
