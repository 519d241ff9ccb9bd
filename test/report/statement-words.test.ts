import { expect, test } from '@jest/globals'
import { briefingWords, writtenLimitsWords } from '../../src/report/index.js'
import { usualLimits } from '../../src/regulation/index.js'

test.each([
  [0, '5–11 классы: 7 дн.'],
  [1, '5–11 классы: к следующему уроку, не позже 7 дн.'],
  [2, '5–11 классы: ко 2-му следующему уроку, не позже 7 дн.'],
  [3, '5–11 классы: к 3-му следующему уроку, не позже 7 дн.'],
])('a term of %i lessons reads as Russian', (lessons, words) => {
  const limits = usualLimits
    .slice(0, 1)
    .map(row => ({ ...row, grades: [5, 11] as [number, number], lessons }))
  const act = { act: 'Положение', number: '5', date: '2026-08-28', from: '2026-09-01' }
  expect(writtenLimitsWords({ ...act, pauseOnDaysOff: true, limits })).toContain(words)
})

test('a briefing says whether anybody is missing on its sheet', () => {
  const sheet = { studyYear: '2026-2027', on: '2026-08-28', sheet: 'журнал № 3, лист 12' }
  const words = (signedByAll: boolean) => briefingWords({ ...sheet, signedByAll })
  expect(words(true)).toBe('2026-2027: 28.08.2026, журнал № 3, лист 12, расписались все')
  expect(words(false)).toBe('2026-2027: 28.08.2026, журнал № 3, лист 12, расписались не все')
})
