import { describe, expect, test } from '@jest/globals'
import type { Coverage, CoverageGap } from '../../src/journal/index.js'
import { coverageLines, describeGaps } from '../../src/report/index.js'
import { aDirectory, moscow } from '../support/report.js'

function aGap(shape: Partial<CoverageGap> = {}): CoverageGap {
  return {
    resource: 'attendance',
    groupId: '71',
    week: '2026-11-16',
    state: 'failed',
    errorCode: 'DNEVNIK_FORBIDDEN',
    lastComplete: null,
    ...shape,
  }
}

function linesOf(...gaps: CoverageGap[]): readonly string[] {
  return describeGaps(aCoverage(gaps), aDirectory()).gaps
}

function aCoverage(gaps: readonly CoverageGap[]): Coverage {
  return {
    from: '2026-11-02',
    to: '2026-11-22',
    windows: 30,
    complete: 30 - gaps.length,
    gaps,
    quarantined: 2,
    unknownWords: ['mark-type: X'],
    oldestLook: moscow('2026-11-20T00:21'),
    newestLook: moscow('2026-11-20T23:59'),
  }
}

describe('gaps in words', () => {
  test('say whose, what, which week, and why with the code that support will ask for', () => {
    expect(linesOf(aGap())).toEqual([
      '7А: посещаемость за неделю 16.11–22.11.2026 — последнее чтение не удалось: Платформа отказала в доступе (DNEVNIK_FORBIDDEN)',
    ])
  })

  test('neighbouring weeks are one range, others stand apart', () => {
    const weeks = ['2026-11-16', '2026-11-02', '2026-11-09', '2026-11-30']
    expect(linesOf(...weeks.map(week => aGap({ week, state: 'never', errorCode: null })))).toEqual([
      '7А: посещаемость за недели 02.11–22.11.2026 и 30.11–06.12.2026 — не прочитано ни разу',
    ])
  })

  test('resources that miss the same weeks share a line; with other weeks they do not', () => {
    const stale = { state: 'stale', errorCode: null } as const
    expect(
      linesOf(
        aGap({ ...stale, resource: 'marks' }),
        aGap({ ...stale, resource: 'attendance' }),
        aGap({ ...stale, resource: 'lessons', week: '2026-11-09' }),
      ),
    ).toEqual([
      '7А: отметки и посещаемость за неделю 16.11–22.11.2026 — прочитано раньше, чем истёк срок',
      '7А: уроки с домашними заданиями за неделю 09.11–15.11.2026 — прочитано раньше, чем истёк срок',
    ])
  })

  test('classes with the same trouble share a line, in the order of the school', () => {
    const [line] = linesOf(aGap({ groupId: '101' }), aGap({ groupId: '72' }), aGap({ groupId: '71' }))
    expect(line).toMatch(/^7А, 7Б и 10А: посещаемость/)
  })

  test('the whole school, a subgroup and an unknown group are named', () => {
    const lines = linesOf(
      aGap({ resource: 'teachers', groupId: null, week: null }),
      aGap({ groupId: '711' }),
      aGap({ groupId: '5', resource: 'marks' }),
    )
    expect(lines.map(line => line.split(':')[0])).toEqual(['7А (англ. 1)', 'Вся школа', 'Группа № 5'])
    expect(lines[1]).toContain('Вся школа: список учителей — последнее чтение')
  })

  test('marks of exams are called by the lines of the sheet that wait for them', () => {
    const never = { week: null, state: 'never', errorCode: null } as const
    expect(
      linesOf(aGap({ ...never, resource: 'exam-marks' }), aGap({ ...never, resource: 'final-marks' })),
    ).toEqual([
      '7А: итоговые отметки и отметки для строк «Экзаменационная» и «Итоговая» — не прочитано ни разу',
    ])
  })

  test('a long list ends with the count of the rest', () => {
    const gaps = Array.from({ length: 25 }, (_, index) =>
      aGap({
        groupId: String(300 + index),
        week: `2026-09-${String((index % 4) * 7 + 7).padStart(2, '0')}`,
        resource:
          (['marks', 'lessons', 'attendance', 'members', 'bells', 'periods', 'final-marks'] as const)[
            index % 7
          ] ?? 'marks',
      }),
    )
    const lines = linesOf(...gaps)
    expect(lines).toHaveLength(21)
    expect(lines.at(-1)).toBe('и ещё 5')
  })

  test('years whose calendar is provisional are named where the days touch them', () => {
    const calendar = {
      timeZone: 'Europe/Moscow',
      week: 5,
      production: { restDays: [], workingDays: [] },
      provisionalYears: [2026, 2027],
      holidays: {},
      bells: {},
    } as const
    const coverage = describeGaps(aCoverage([]), aDirectory(), { calendar })
    expect(coverage.provisionalYears).toEqual([2026])
    expect(coverageLines(coverage, 'Europe/Moscow')).toContainEqual(
      expect.stringContaining('календарь 2026 года предварительный'),
    )
  })

  test('says of how many it is in the case that Russian asks for', () => {
    const coverage = describeGaps(aCoverage([]), aDirectory(), {})
    const line = (windows: number) =>
      coverageLines({ ...coverage, windows, complete: windows }, 'Europe/Moscow')[0]
    expect(line(21)).toContain('21 из 21\u00a0части журнала')
    expect(line(11)).toContain('11 из 11\u00a0частей журнала')
  })

  test('numbers of the coverage are passed on as they are', () => {
    expect(describeGaps(aCoverage([]), aDirectory(), { missedLooks: 3 })).toEqual({
      windows: 30,
      complete: 30,
      quarantined: 2,
      unknownWords: ['mark-type: X'],
      oldestLook: moscow('2026-11-20T00:21'),
      newestLook: moscow('2026-11-20T23:59'),
      missedLooks: 3,
      gaps: [],
    })
  })
})
