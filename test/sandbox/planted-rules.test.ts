import { expect, test } from '@jest/globals'
import { rules } from '../../src/regulation/index.js'
import { generateSchool, plantedRules } from '../../src/sandbox/index.js'

const bySchool = 'rests on what people enter in the program or on its archive, not on the platform'

/** Rules of which the sandbox plants no breach, each with the reason. */
const notPlanted: Readonly<Record<string, string>> = {
  '1.2-control-held': bySchool,
  '1.2-copies-made': bySchool,
  '2.3-hours-held': 'the hours of the plan stand in the school’s settings, which the platform doesn’t have',
  '2.4-weekly-acquaintance': bySchool,
  '2.5-edit-time-long-enough': 'compares two settings of the school',
  '2.6-homework-load': 'the generated homework names no minutes that anybody would add up',
  '2.6-homework-share': 'calls nothing broken unless the school’s settings ask for a share',
  '2.7-exempt-meaning': 'only lists what somebody has to say; calls nothing broken',
  '2.7-not-attested': 'only lists who got no mark; calls nothing broken',
  '2.8-sheet-equal': bySchool,
  '2.8-sheet-unchanged': bySchool,
  '2.9-archive-intact': bySchool,
  '2.9-copies-apart': bySchool,
  '2.9-restore-tried': bySchool,
  '3-sheets-printed': bySchool,
  '3-terms-end': 'reminds of the calendar’s years',
  '4.1-login-signs': 'names signs, and only where the school’s settings ask for them; calls nothing broken',
  '4.2-briefing-held': bySchool,
  '4.3-notice-in-time': bySchool,
  '4.4-operations-void': bySchool,
}

test('each rule has planted breaches, or a reason why it has none', () => {
  const explained = [...plantedRules, ...Object.keys(notPlanted)].toSorted()
  expect(explained).toEqual(rules.map(({ id }) => id))
})

test('a year of a dozen classes has a breach of each rule that is planted', () => {
  const { planted } = generateSchool({
    seed: 4,
    classes: 12,
    life: 'full',
    plans: true,
    from: '2026-09-01',
    to: '2027-05-26',
  }).truth()
  const found = new Set(planted.map(({ rule }) => rule))
  expect(plantedRules.filter(rule => !found.has(rule))).toEqual([])
})
