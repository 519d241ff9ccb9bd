import { describe, expect, test } from '@jest/globals'
import { render } from 'preact-render-to-string'
import type { Verdict } from '../../src/regulation/index.js'
import type { Story } from '../../src/web/index.js'
import { TimeLine } from '../../src/web/pages/time-line.js'
import { aVerdict, moscow, timeZone } from '../support/report.js'

/** The drawing of a verdict's page: what happened when, and where the deadline was. */

const at = (time: string) => moscow(`2026-11-16T${time}`)
type Drawn = Parameters<typeof TimeLine>[0]['story']
type Look = Drawn['looks'][number]['looks'][number]

const look = (askedAt: number, shape: Partial<Look> = {}): Look => ({
  ...{ askedAt, answeredAt: askedAt, complete: true, suspect: false, unchangedSince: null, errorCode: null },
  ...{ records: 33, changed: 1, gone: 0, quarantined: 0, requests: 1, drift: [], skew: null },
  ...{ replayedAt: null, sha256: 'a'.repeat(64), bodyKept: true, ...shape },
})
const looksAt = (resource: 'lessons' | 'marks', ...looks: readonly Look[]): Drawn['looks'][number] => ({
  window: { school: '1', resource, group: '71', week: '2026-11-16' },
  looks,
})
const stamp = { raw: '2026-11-16T18:00:00', utc: at('21:00'), local: at('18:00'), moscow: at('18:00') }

/** From 8:00 to 18:00, so that an hour is a tenth of it. */
function aStory(shape: Partial<Drawn> = {}, verdict: Partial<Verdict> = {}): Drawn {
  const evidence = {
    level: 'A',
    absentAt: at('13:00'),
    presentAt: at('16:00'),
    platformAt: at('18:00'),
  } as const
  const usual = aVerdict({ deadline: at('15:00'), evidence })
  return {
    entry: { id: '1', verdict: { ...usual, ...verdict }, openedAt: 0, changedAt: 0 },
    bells: { start: at('08:00'), end: at('09:00') },
    stamps: [{ of: 'work', stamp }] satisfies Story['stamps'],
    looks: [
      looksAt(
        'lessons',
        look(at('13:00')),
        look(at('14:00'), { complete: false }),
        look(at('15:30'), { complete: false, errorCode: 'DNEVNIK_FORBIDDEN' }),
      ),
      looksAt('marks', look(at('16:00'))),
    ],
    ...shape,
  }
}

function drawn(story: Drawn): string {
  const line = TimeLine({ story, timeZone })
  return line === null ? '' : render(line)
}

/** Elements of that name, by their attributes; what stands within one as `text`. */
function elements(svg: string, name: string): Record<string, string>[] {
  const found = svg.matchAll(new RegExp(`<${name}\\b([^>]*?)(?:/>|>(.*?)</${name}>)`, 'gs'))
  return [...found].map(([, attributes = '', text = '']) => ({
    ...Object.fromEntries(
      [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
    ),
    text: text.replace(/<title>(.*?)<\/title>/s, '$1'),
  }))
}

const names = [
  'урок',
  'читали: уроки с домашними заданиями',
  'читали: отметки',
  'появилось между',
  'время: задание',
]

/** The rows by their names' places, each with its axis. */
function rowsOf(svg: string) {
  const axes = elements(svg, 'line').filter(line => line.class === 'axis')
  return elements(svg, 'text')
    .slice(svg.includes('class="deadline"') ? 1 : 0, -2)
    .map(({ text, y }, index) => ({ name: text, y: Number(y), axis: Number(axes[index]?.y1) }))
}
const deadlinesOf = (svg: string) => elements(svg, 'line').filter(line => line.class !== 'axis')

describe('the time line', () => {
  test('has a row for the lesson, each window that was looked at, when it appeared, and the platform’s stamp', () => {
    const svg = drawn(aStory())
    const rows = rowsOf(svg)
    expect(rows.map(({ name }) => name)).toEqual(names)
    // Each name stands above its own axis, and below the one before.
    for (const [index, { y, axis }] of rows.entries()) {
      expect(y).toBeLessThan(axis)
      expect(y).toBeGreaterThan(rows[index - 1]?.axis ?? 0)
    }
  })

  test('draws looks to scale, by how they went, in their own row', () => {
    const svg = drawn(aStory())
    const [, lessons, marks, , stamped] = rowsOf(svg)
    const circles = elements(svg, 'circle').map(({ cx, cy, class: kind, text }) => [
      cx,
      Number(cy),
      kind,
      text,
    ])
    expect(circles).toEqual([
      ['50%', lessons?.axis, 'look complete', '16.11.2026 13:00: прочитано полностью'],
      ['60%', lessons?.axis, 'look', '16.11.2026 14:00: прочитано не полностью'],
      ['75%', lessons?.axis, 'look failed', '16.11.2026 15:30: прочесть не удалось'],
      ['80%', marks?.axis, 'look complete', '16.11.2026 16:00: прочитано полностью'],
      ['100%', stamped?.axis, 'stamp', 'По данным платформы 16.11.2026 18:00'],
    ])
  })

  test('draws the lesson, and the time within which something appeared, as long as they were', () => {
    const spans = elements(drawn(aStory()), 'rect').map(({ x, width, text }) => [x, width, text])
    expect(spans).toEqual([
      ['0%', '10%', 'Урок 16.11.2026 08:00 – 16.11.2026 09:00'],
      ['50%', '30%', 'Не было 16.11.2026 13:00, было 16.11.2026 16:00'],
    ])
  })

  test('has the deadline across the axis of every row, at its place, and across no name', () => {
    const svg = drawn(aStory())
    const [rows, lines] = [rowsOf(svg), deadlinesOf(svg)]
    expect(lines.map(({ x1, x2 }) => [x1, x2])).toEqual(names.map(() => ['70%', '70%']))
    for (const [index, { axis }] of rows.entries()) {
      const { y1, y2 } = lines[index] ?? {}
      expect(Number(y1)).toBeLessThan(axis - 6)
      expect(Number(y2)).toBeGreaterThan(axis + 6)
    }
    // Letters of 14 px stand on their line and hang a third of that below it.
    for (const { y, text } of elements(svg, 'text'))
      for (const { y1, y2 } of lines)
        expect([text, Number(y2) <= Number(y) - 14 || Number(y1) >= Number(y) + 14 / 3]).toEqual([text, true])
    expect(elements(svg, 'text')[0]).toMatchObject({
      text: 'срок 16.11.2026 15:00',
      x: '70%',
      class: 'middle',
    })
  })

  test('writes the deadline towards the middle, where it is near an end', () => {
    const of = (deadline: number) => elements(drawn(aStory({}, { deadline })), 'text')[0]
    expect(of(at('10:00'))).toMatchObject({ x: '20%', class: 'start' })
    expect(of(at('17:00'))).toMatchObject({ x: '90%', class: 'end' })
    // Beyond everything else it is the end itself.
    expect(of(at('23:00'))).toMatchObject({ x: '100%', class: 'end', text: 'срок 16.11.2026 23:00' })
  })

  test('begins and ends with the first and the last of it, and is as high as its rows', () => {
    const svg = drawn(aStory())
    const [first, last] = elements(svg, 'text').slice(-2)
    expect([first?.text, last?.text]).toEqual(['16.11.2026 08:00', '16.11.2026 18:00'])
    const [height] = [...svg.matchAll(/<svg[^>]* height="(\d+)"/g)].map(([, value]) => Number(value))
    for (const { y } of elements(svg, 'text')) expect(Number(y)).toBeLessThan(height ?? 0)
  })

  test('is told in words to who doesn’t see it', () => {
    const [, words] = /aria-label="([^"]*)"/.exec(drawn(aStory())) ?? []
    expect(words?.split('. ')).toEqual([
      'урок: Урок 16.11.2026 08:00 – 16.11.2026 09:00',
      'читали: уроки с домашними заданиями: 16.11.2026 13:00: прочитано полностью: 16.11.2026 14:00: прочитано не полностью: 16.11.2026 15:30: прочесть не удалось',
      'читали: отметки: 16.11.2026 16:00: прочитано полностью',
      'появилось между: Не было 16.11.2026 13:00, было 16.11.2026 16:00',
      'время: задание: По данным платформы 16.11.2026 18:00',
      'срок 16.11.2026 15:00',
    ])
  })

  test('leaves out what there wasn’t', () => {
    const quiet = { level: 'C', absentAt: null, presentAt: at('16:00'), platformAt: null } as const
    const svg = drawn(aStory({ bells: null, stamps: [] }, { deadline: null, evidence: quiet }))
    expect(rowsOf(svg).map(({ name }) => name)).toEqual([
      'читали: уроки с домашними заданиями',
      'читали: отметки',
    ])
    expect([deadlinesOf(svg), svg.includes('срок 16')]).toEqual([[], false])
    // Homework that hangs on a lesson after its own deadline.
    const later = { start: at('16:30'), end: at('17:00') }
    expect(rowsOf(drawn(aStory({ bells: later }))).map(({ name }) => name)).toEqual(names.slice(1))
  })

  test('isn’t drawn of a single moment', () => {
    const nothing = { level: null, absentAt: null, presentAt: null, platformAt: null }
    const alone = aStory({ bells: null, stamps: [], looks: [] }, { evidence: nothing })
    expect(drawn(alone)).toBe('')
    expect(drawn({ ...alone, looks: [looksAt('marks', look(at('13:00')))] })).toContain('<svg')
  })
})
