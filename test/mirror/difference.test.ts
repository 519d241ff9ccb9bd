import { beforeEach, expect, test } from '@jest/globals'
import type { PlatformRecord, Window } from '../../src/journal/index.js'
import { windowKey } from '../../src/journal/index.js'
import { answer, at, attendance, finalMark, lesson, mark, member, school, window, work } from './answers.js'
import { openedMirror } from './opened-mirror.js'

const opened = openedMirror()
beforeEach(() => opened().clear())

const lessons = window('lessons')
const marks = window('marks')

async function look(place: Window, records: readonly PlatformRecord[], minute: number) {
  await opened().mirror.recordLook(place, answer(records, { askedAt: at(minute) }))
}
const difference = (...looks: readonly (readonly [Window, number])[]) =>
  opened().mirror.difference({
    school,
    looks: looks.map(([place, minute]) => ({ windowKey: windowKey(place), askedAt: at(minute) })),
  })

test('what two looks brought is told as people speak of it, and not what other looks did', async () => {
  await look(lessons, [lesson('1'), lesson('2', { topic: 'Дроби' }), lesson('3', { topic: 'Углы' })], 0)
  await look(marks, [mark('11'), mark('12', { personId: '502' }), mark('13', { personId: '503' })], 0)
  expect(await difference([lessons, 0], [marks, 0])).toEqual({
    lesson: { added: 3, changed: 0, gone: 0 },
    topic: { added: 2, changed: 0, gone: 0 },
    mark: { added: 3, changed: 0, gone: 0 },
  })

  const changed = [
    lesson('1', { topic: 'Площадь', number: 2 }),
    lesson('2', { topic: 'Дроби и доли' }),
    lesson('3', { topic: ' ' }),
    work('21'),
    work('22', { kindWord: 'CommonWork' }),
  ]
  await look(lessons, changed, 10)
  await look(
    marks,
    [mark('11', { value: '4' }), mark('13', { personId: '503' }), mark('14', { personId: '504' })],
    10,
  )
  await look(window('attendance'), [attendance('1', '501')], 10)
  await look(window('final-marks'), [finalMark('501', '301')], 10)
  await look(window('members'), [member('2260325488551003872', '501')], 10)
  expect(
    await difference(
      [lessons, 10],
      [marks, 10],
      [window('attendance'), 10],
      [window('final-marks'), 10],
      [window('members'), 10],
    ),
  ).toEqual({
    // Of the others only the topic is another one.
    lesson: { added: 0, changed: 1, gone: 0 },
    topic: { added: 1, changed: 1, gone: 1 },
    homework: { added: 1, changed: 0, gone: 0 },
    work: { added: 1, changed: 0, gone: 0 },
    mark: { added: 1, changed: 1, gone: 1 },
    attendance: { added: 1, changed: 0, gone: 0 },
    'final-mark': { added: 1, changed: 0, gone: 0 },
    list: { added: 1, changed: 0, gone: 0 },
  })
  expect(await difference()).toEqual({})
})

test('versions that have ended since are told of the look that brought them', async () => {
  await look(marks, [mark('11')], 0)
  await look(marks, [mark('11', { value: '4' })], 10)
  await look(marks, [mark('11', { value: '3' })], 20)
  for (const minute of [10, 20])
    expect(await difference([marks, minute])).toEqual({ mark: { added: 0, changed: 1, gone: 0 } })
})

test('a loss that was doubted is told of the look that confirmed it', async () => {
  const all = ['1', '2', '3', '4', '5', '6', '7', '8'].map(id => mark(id, { personId: `50${id}` }))
  await look(marks, all, 0)
  await look(marks, all.slice(0, 1), 10)
  await look(marks, all.slice(0, 1), 20)
  expect(await difference([marks, 10])).toEqual({})
  expect(await difference([marks, 20])).toEqual({ mark: { added: 0, changed: 0, gone: 7 } })
})

test('a mark that comes back after it was gone is new again', async () => {
  await look(marks, [mark('11'), mark('12')], 0)
  await look(marks, [mark('12')], 10)
  await look(marks, [mark('11'), mark('12')], 20)
  expect(await difference([marks, 20])).toEqual({ mark: { added: 1, changed: 0, gone: 0 } })
})
