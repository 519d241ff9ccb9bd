import { expect, test } from '@jest/globals'
import { checkJournal } from '../../src/regulation/index.js'
import { requestOf } from './build-slice.js'
import { SmallJournal } from './small-journal.js'

test('a lesson that stands in the journals of two classes is named by each of them', () => {
  const story = SmallJournal.parse({
    title: 'Один урок двух классов, темы нет',
    asOf: '2026-11-18 12:00',
    looked: '2026-11-18 06:00',
    lessons: [
      { id: 1, date: '2026-11-16' },
      { id: 1, date: '2026-11-16', class: '7Б' },
    ],
  })
  const { verdicts } = checkJournal(requestOf('2.3-topic-filled', story))
  expect(verdicts.map(({ message }) => message.slice(0, 3))).toEqual(['7А,', '7Б,'])
})
