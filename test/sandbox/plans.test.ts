import { describe, expect, test } from '@jest/globals'
import { ManualClock } from '../../src/clock.js'
import { readPlanFile } from '../../src/plan-file/index.js'
import { generateSchool, startSandbox } from '../../src/sandbox/index.js'
import { loadVocabulary } from '../../src/vocabulary/index.js'

const options = { seed: 3, classes: 6, from: '2026-09-21', to: '2026-10-25' }

describe('a school that follows plans', () => {
  const school = generateSchool({ ...options, plans: true })
  const strays = school.truth().planted.filter(({ rule }) => rule === '2.3-topics-by-plan')

  test('strays from them where the truth says so, in topics that nobody corrects', () => {
    expect(strays.length).toBeGreaterThan(3)
    for (const schoolClass of school.classes) {
      const planned = new Set(strays.map(({ subject }) => subject.lesson))
      for (const lesson of school.yearOf(schoolClass).lessons) {
        if (planned.has(lesson.id)) expect(lesson.topics).toHaveLength(1)
      }
    }
  })

  test('differs from the same school without plans in nothing but topics and these breaches', () => {
    const without = generateSchool(options).truth()
    const others = school.truth().planted.filter(({ rule }) => rule !== '2.3-topics-by-plan')
    expect(others).toEqual(without.planted)
    expect(without.planted.some(({ rule }) => rule === '2.3-topics-by-plan')).toBe(false)
  })

  test('its plans are files that can be imported, one for each subject of a class or subgroup, of all kinds', async () => {
    const sandbox = await startSandbox({ ...options, plans: true, clock: new ManualClock(0) })
    const files = await sandbox.planFiles()
    await sandbox.close()
    expect(new Set(files.map(({ name }) => name)).size).toBe(files.length)
    const keys = files.map(({ classId, subjectId, subgroupId }) => `${classId}/${subjectId}/${subgroupId}`)
    expect(new Set(keys).size).toBe(files.length)
    const words = loadVocabulary()
    const kinds = new Set<string>()
    for (const { bytes } of files) {
      const { kind, problems, rows } = await readPlanFile({ bytes, studyYear: 2026, sheet: null, words })
      expect(problems).toEqual([])
      expect(new Set(rows.map(({ topic }) => topic)).size).toBe(rows.length)
      kinds.add(kind)
    }
    expect([...kinds].sort()).toEqual(['CSV, utf-8', 'CSV, windows-1251', 'XLSX, лист «КТП»'])
  })
})
