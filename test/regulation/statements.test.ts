import { describe, expect, test } from '@jest/globals'
import { Acquaintance, Incident, Substitution } from '../../src/regulation/index.js'

/** What people state is told in Russian, by the field, where it can't be so. */

type Outcome = { readonly error?: { readonly issues: readonly { path: PropertyKey[]; message: string }[] } }
const complaints = ({ error }: Outcome) =>
  (error?.issues ?? []).map(({ path, message }) => [path[0], message])

describe('an incident with a login', () => {
  const [before, learned, after] = [1, 2, 3].map(day => Date.UTC(2026, 10, day)) as [number, number, number]
  const incident = {
    ...{ personId: '9001', learnedAt: learned, confirmedWorkIds: ['21'] },
    ...{ headToldAt: null, supportToldAt: null, passwordChangedAt: null },
  }

  test('goes on from when it was learned of: at that moment, later, or not yet', () => {
    expect(complaints(Incident.safeParse(incident))).toEqual([])
    expect(complaints(Incident.safeParse({ ...incident, headToldAt: learned }))).toEqual([])
    expect(complaints(Incident.safeParse({ ...incident, headToldAt: after, supportToldAt: after }))).toEqual(
      [],
    )
  })

  test.each(['headToldAt', 'supportToldAt', 'passwordChangedAt'])('%s can’t be before that', key => {
    expect(complaints(Incident.safeParse({ ...incident, [key]: before }))).toEqual([
      [key, 'Это было раньше, чем о нарушении узнали'],
    ])
  })

  test('says so of each time that is wrong', () => {
    const wrong = { headToldAt: before, supportToldAt: after, passwordChangedAt: before }
    expect(complaints(Incident.safeParse({ ...incident, ...wrong })).map(([key]) => key)).toEqual([
      'headToldAt',
      'passwordChangedAt',
    ])
  })
})

test('a class is acquainted with a week’s journal from its Monday on, never before', () => {
  const week = { classId: '101', week: '2026-11-16' }
  expect(complaints(Acquaintance.safeParse({ ...week, on: '2026-11-16' }))).toEqual([])
  expect(complaints(Acquaintance.safeParse({ ...week, on: '2026-11-15' }))).toEqual([
    ['on', 'С журналом недели нельзя ознакомиться раньше, чем она началась'],
  ])
})

test('nobody stands in for themselves; a substitution needs nobody who was absent', () => {
  const stated = { groupId: '101', date: '2026-11-16', lesson: 4, personId: '9002', order: 'приказ № 45' }
  expect(complaints(Substitution.safeParse({ ...stated, insteadOf: '9001' }))).toEqual([])
  expect(complaints(Substitution.safeParse({ ...stated, insteadOf: null }))).toEqual([])
  expect(complaints(Substitution.safeParse({ ...stated, insteadOf: '9002' }))).toEqual([
    ['insteadOf', 'Заменяет и заменяемый — один и тот же учитель'],
  ])
})
