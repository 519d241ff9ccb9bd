import { describe, expect, test } from '@jest/globals'
import { parseAnswer } from '../../src/dnevnik/index.js'
import type { Resource } from '../../src/journal/index.js'
import { aWindow, fixture, group, monday } from './a-source.js'

function parsed(resource: Resource, body: string) {
  // Which fields there were is the mirror's business: test/mirror/lost-fields.test.ts.
  const { fields: _, ...answer } = parseAnswer(aWindow(resource), body)
  return answer
}

const clean = { quarantined: [], drift: [] }

describe('wire answers about lessons and marks become records', () => {
  test('lessons with their works; numbers instead of works say nothing', () => {
    expect(parsed('lessons', fixture('lessons'))).toEqual({
      ...clean,
      records: [
        {
          kind: 'lesson',
          id: '2392148420039838219',
          groupId: group,
          date: monday,
          number: 2,
          subjectId: '1343883032131044633',
          teacherIds: ['1000004956244'],
          topic: 'Степень с натуральным показателем',
          statusWord: 'Executed',
        },
        {
          kind: 'work',
          id: '2392148420039838300',
          lessonId: '2392148420039838219',
          kindWord: 'Homework',
          workTypeId: '1343883032131050009',
          text: '№ 214, 215',
          fileCount: 2,
          statusWord: 'Sent',
          targetDate: monday,
          sentRaw: '2026-11-13T11:05:08.1234567',
          createdBy: '1000004956244',
          periodNumber: 0,
          periodTypeWord: 'Quarter',
        },
        {
          kind: 'lesson',
          id: '2392148420039838220',
          groupId: null,
          date: '2026-11-17',
          number: null,
          subjectId: null,
          teacherIds: [],
          topic: null,
          statusWord: null,
        },
      ],
    })
  })

  test('marks, also those without a lesson, without a stamp, in words', () => {
    expect(parsed('marks', fixture('marks'))).toEqual({
      ...clean,
      records: [
        {
          kind: 'mark',
          id: '2392148420039840001',
          personId: '1000006000001',
          lessonId: '2392148420039838219',
          workId: '2392148420039838300',
          workTypeId: '1343883032131050001',
          value: '5',
          markTypeWord: 'Mark5',
          number: 1,
          stampRaw: '2026-11-16T09:41:07.5',
        },
        {
          kind: 'mark',
          id: '2392148420039840002',
          personId: '1000006000002',
          lessonId: null,
          workId: '2392148420039838301',
          workTypeId: null,
          value: 'н/а',
          markTypeWord: 'MarkNA',
          number: null,
          stampRaw: null,
        },
      ],
    })
  })

  test('attendance, in one list or in the batches in which it was asked for', () => {
    const expected = {
      ...clean,
      records: [
        {
          kind: 'attendance',
          id: '2392148420039838219:1000006000001',
          lessonId: '2392148420039838219',
          personId: '1000006000001',
          statusWord: 'Ill',
          comment: true,
          stampRaw: '2026-11-16T06:40:00',
        },
        {
          kind: 'attendance',
          id: '2392148420039838219:1000006000002',
          lessonId: '2392148420039838219',
          personId: '1000006000002',
          statusWord: 'Late',
          comment: false,
          stampRaw: null,
        },
      ],
    }
    expect(parsed('attendance', fixture('lesson-log-entries'))).toEqual(expected)
    expect(parsed('attendance', `[${fixture('lesson-log-entries')},[]]`)).toEqual(expected)
  })

  test('final marks of a period and of the year', () => {
    expect(parsed('final-marks', fixture('final-marks'))).toEqual({
      ...clean,
      records: [
        {
          kind: 'final-mark',
          id: '1000006000001:1343883032131044633:2392148420039838001',
          personId: '1000006000001',
          subjectId: '1343883032131044633',
          periodId: '2392148420039838001',
          markId: '2392148420039850001',
          value: '4',
          markTypeWord: 'Mark5',
          stampRaw: '2026-10-23T08:00:00.25',
        },
        {
          kind: 'final-mark',
          id: '1000006000001:1343883032131044633:year',
          personId: '1000006000001',
          subjectId: '1343883032131044633',
          periodId: null,
          markId: '7',
          value: '5',
          markTypeWord: null,
          stampRaw: null,
        },
      ],
    })
  })
})
