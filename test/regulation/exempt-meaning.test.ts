import { expect, test } from '@jest/globals'
import type { FinalMark } from '../../src/journal/index.js'
import { exemptMeaningOf, type OrderMeaning } from '../../src/regulation/index.js'

const mark: FinalMark = {
  ...{ classId: '71', personId: '5', subjectId: '500', periodId: '901', value: 'осв', meaning: 'exempt' },
  ...{ stamp: null, appeared: { absentAt: null, presentAt: 0 } },
}
const where = { subjectName: 'Физическая культура', grade: 7 }
const settings = {
  exempt: [{ subject: 'физическая', grades: [] }],
  mastered: [{ subject: 'музыка', grades: [] }],
}

function order(number: number, meaning: OrderMeaning, personId = '5') {
  const content = { order: `${number}-у`, date: '2026-10-01', meaning, personIds: [personId] }
  return { number, content: { ...content, subjectIds: ['500'], periodIds: ['901'] } }
}

test('without an order about the pupil it is as the school has set it', () => {
  const orders = [order(1, 'mastered', '6'), order(2, 'not-attested')]
  expect(exemptMeaningOf(mark, where, { orders, settings })).toBe('exempt')
  expect(exemptMeaningOf(mark, { ...where, subjectName: 'Музыка' }, { orders, settings })).toBe('mastered')
  expect(exemptMeaningOf(mark, { ...where, subjectName: 'Химия' }, { orders, settings })).toBeNull()
})

test('an order goes before the setting, and orders that contradict each other tell nothing', () => {
  expect(exemptMeaningOf(mark, where, { orders: [order(1, 'mastered')], settings })).toBe('mastered')
  const both = [order(1, 'mastered'), order(2, 'exempt')]
  expect(exemptMeaningOf(mark, where, { orders: both, settings })).toBeNull()
})
