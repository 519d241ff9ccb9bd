import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { VerdictKind } from '../../src/regulation/index.js'
import { digestNews, isNews, type ReportFinding } from '../../src/report/index.js'
import { aReport, aVerdict } from '../support/report.js'

function finding(entry: string, verdict: VerdictKind, rule = '2.3-topic-filled'): ReportFinding {
  const [found] = aReport({
    verdicts: [aVerdict({ verdict, rule, subject: { class: '71', lesson: entry } })],
  }).findings
  if (found === undefined) throw new Error('no finding')
  return { ...found, entry }
}
const ids = (list: readonly ReportFinding[]) => list.map(({ entry }) => entry)
const canBeMended = (rule: string) => rule !== '2.5-marks-not-deleted'

describe('news', () => {
  test('are what stands and was not told so', () => {
    const standing = [
      finding('1', 'broken'),
      finding('2', 'broken'),
      finding('3', 'mended'),
      finding('4', 'mended'),
      finding('5', 'broken'),
      finding('6', 'broken', '2.5-marks-not-deleted'),
    ]
    const told = new Map<string, VerdictKind>([
      ['2', 'broken'],
      ['3', 'broken'],
      ['4', 'mended'],
      // Mended in the meantime, and wiped again.
      ['5', 'mended'],
      ['6', 'broken'],
    ])
    const news = digestNews({ standing, told, withdrawn: [], canBeMended })
    expect(ids(news.fresh)).toEqual(['1', '5'])
    expect(ids(news.open)).toEqual(['2'])
    expect(ids(news.mended)).toEqual(['3'])
  })

  test('a first letter tells all, and calls nothing mended', () => {
    const standing = [finding('1', 'broken'), finding('2', 'mended')]
    const news = digestNews({ standing, told: null, withdrawn: [], canBeMended })
    expect([news.first, ids(news.fresh), news.open, news.mended]).toEqual([true, ['1'], [], []])
  })

  test('what was told and is no breach any more is taken back in words, with what excuses it', () => {
    const excused = finding('1', 'exempt')
    const verdict = {
      ...excused.verdict,
      decision: { by: 'exemption' as const, number: 4, insteadOf: 'broken' as const },
    }
    const { corrections } = digestNews({
      standing: [],
      told: new Map(),
      withdrawn: [
        { finding: { ...excused, verdict }, closed: false },
        { finding: finding('2', 'broken'), closed: true },
      ],
      canBeMended,
    })
    expect(corrections[0]?.text).toMatch(
      /^п\. 2\.3, 7А: больше не нарушение — исключение оформлено, исключение № 4\. /,
    )
    expect(corrections[1]?.text).toMatch(
      /больше не нарушение — соблюдено, или запись исчезла\. Было сказано: /,
    )
  })

  test('law: once told, nothing is news until something changes; every breach is told once', () => {
    const state = fc.constantFrom<VerdictKind>('broken', 'mended')
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.constantFrom('1', '2', '3', '4'), state), { maxLength: 8 }),
        days => {
          let told: Map<string, VerdictKind> | null = null
          for (const day of days) {
            const standing = Object.entries(day).map(([entry, kind]) => finding(entry, kind))
            const before: ReadonlyMap<string, VerdictKind> = told ?? new Map()
            const { fresh, open } = digestNews({ standing, told, withdrawn: [], canBeMended })
            const broken = standing.filter(({ verdict }) => verdict.verdict === 'broken')
            expect(ids([...fresh, ...open]).sort()).toEqual(ids(broken).sort())
            for (const { entry } of fresh) expect(before.get(entry ?? '')).not.toBe('broken')
            told = new Map(Object.entries(day))
            expect(isNews(digestNews({ standing, told, withdrawn: [], canBeMended }))).toBe(false)
          }
        },
      ),
    )
  })
})
