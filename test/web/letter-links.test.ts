import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { addresseeId, addressees } from '../../jobs/steps/addressees.js'
import { enterExemption, evaluate, record } from '../../src/app.js'
import { type House, house } from './house.js'

/** Each number of a letter leads to the list of just what it counts. */

let home: House
let base: string
beforeAll(async () => {
  home = await house('2026-10-12T23:55:00+03:00')
  const { inside } = home
  base = `/schools/${inside.school.id}`
  const look = async (now: string) => {
    inside.clock.set(Date.parse(`${now}:00+03:00`))
    await inside.run('sync', { from: '2026-10-12', to: '2026-10-23' })
  }
  for (const day of ['12', '13', '14', '15']) await look(`2026-10-${day}T23:55`)
  const { classTeachers, teachers: staff } = await inside.app.deps.mirror.directory(inside.school.id)
  const [led] = classTeachers
  if (!led) throw new Error('no class teacher')
  const owing = staff.map(({ id }) => ({ person: id, address: `t${id}@example.org`, letters: ['owed'] }))
  const teachers = [{ person: led.person.id, address: 'class@example.org', letters: ['class'] }, ...owing]
  Object.assign(inside.school, { teachers })
  const sent = Date.parse('2026-10-16T07:30:00+03:00')
  inside.clock.set(sent)
  await inside.run('digest', { from: '2026-10-09', to: '2026-10-16' })
  for (const day of ['16', '19', '20', '21']) await look(`2026-10-${day}T23:50`)
  const broken = await inside.app.deps.ledger.list({ school: inside.school.id, kinds: ['broken'] })
  const rulesTold = new Set(broken.filter(entry => entry.changedAt < sent).map(({ verdict }) => verdict.rule))
  const first = broken.find(({ verdict }) => !rulesTold.has(verdict.rule))
  if (!first) throw new Error('nothing is newly broken')
  const exemption = {
    ...{ rules: [first.verdict.rule], from: '2026-10-12', to: '2026-10-30', reason: 'Курсы' },
    ...{ order: 'приказ № 12 от 13.10.2026', classIds: [first.verdict.subject.class], teacherIds: null },
    ...{ lessonIds: null, subjectIds: null, personIds: null },
  }
  const signature = { author: 'Иванова А. П.', at: inside.clock.now() }
  await enterExemption(inside.app.deps, inside.school.id, exemption, signature)
  inside.clock.set(Date.parse('2026-10-22T07:00:00+03:00'))
  // As before each letter that goes.
  const days = { from: '2026-10-15', to: '2026-10-22', classIds: null }
  await record(inside.app.deps, await evaluate(inside.app.deps, { school: inside.school.id, ...days }), null)
  // One is made good, as the next check would find it.
  const { pool } = inside.app.database
  const good = broken.find(
    ({ changedAt, verdict }) => changedAt > sent && verdict.rule !== first.verdict.rule,
  )
  if (!good) throw new Error('nothing to make good')
  await pool.query(
    `update ledger.entry set kind = 'mended', changed_at = $2,
       content = (content::jsonb || '{"verdict": "mended", "reason": "mended"}')::json where id = $1`,
    [good.id, inside.clock.now()],
  )
  await pool.query('update ledger.recorded set version = version + 1')
})
afterAll(() => home.close())

const plain = (text: string) =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** Heading, and how much the page says there is. */
async function countOf(address: string): Promise<number> {
  const { pathname, search } = new URL(address)
  const { status, text } = await home.get(`${pathname}${search}`)
  expect([address, status]).toEqual([address, 200])
  return Number(/<h1>[^<]*?: ([\d\u00a0]+)<\/h1>/.exec(text)?.[1]?.replaceAll('\u00a0', '') ?? Number.NaN)
}

async function letters() {
  const { deps } = home.inside.app
  const found: { kind: string; html: string; text: string }[] = []
  for (const addressee of await addressees(deps, home.inside.school)) {
    const page = (await home.get(`${base}/digests?letter=${addresseeId(addressee)}`)).text
    const html = plain(/srcdoc="([^"]*)"/.exec(page)?.[1] ?? '').replaceAll('&amp;', '&')
    const text = plain(/<pre class="letter-text">(.*?)<\/pre>/s.exec(page)?.[1] ?? '')
    if (html !== '') found.push({ kind: addressee.kind, html, text })
  }
  return found
}

interface Count {
  readonly what: string
  readonly count: number
  readonly address: string
}

/** What is counted, how often, and where that leads: parts of the letter as text, lines and groups of it as HTML. */
function counted({ html, text }: { readonly html: string; readonly text: string }): Count[] {
  const number = (digits = '') => Number(digits.replaceAll(/\s/g, ''))
  const parts = text.matchAll(/^([А-ЯЁ ,]+): ([\d ]+)\n(?:- .*\n)*(?:Список|Ещё [^:\n]*): (http\S+)$/gm)
  const lines = html.matchAll(
    /(Исправлено|Исключено|Не доказано)[^<:]*: ([\d\u00a0]+)[^<]*<a href="([^"]+)"/g,
  )
  const groups = html.matchAll(/([^<>]*): <a href="([^"]+)"[^>]*>([\d\u00a0]+)\u00a0(?:наруш|случа)/g)
  return [
    ...[...parts, ...lines]
      .filter(([, what = '']) => !what.startsWith('УТОЧНЕНИЯ'))
      .map(([, what = '', count, address = '']) => ({ what, count: number(count), address })),
    ...[...groups].map(([, what = '', address = '', count]) => ({ what, count: number(count), address })),
  ]
}

test('of the deputy head’s, a class teacher’s and a subject teacher’s letter, the page behind a number shows that number', async () => {
  const kinds = new Map<string, Set<string>>()
  for (const { kind, ...letter } of await letters()) {
    const numbers = counted(letter)
    for (const { what, count, address } of numbers) {
      // Of today's lessons a teacher isn't told in their morning.
      if (kind === 'owed' && what === 'СРОК СКОРО ИСТЕЧЁТ') continue
      expect([kind, what, address, await countOf(address)]).toEqual([kind, what, address, count])
    }
    kinds.set(kind, new Set([...(kinds.get(kind) ?? []), ...numbers.map(({ what }) => what)]))
  }
  expect([...kinds.keys()].sort()).toEqual(['class', 'deputy', 'owed'])
  const ofDeputy = [...(kinds.get('deputy') ?? [])]
  for (const what of ['НОВЫЕ НАРУШЕНИЯ', 'ЕЩЁ НЕ ИСПРАВЛЕНО', 'Исправлено', 'Исключено', 'Не доказано'])
    expect([what, ofDeputy.includes(what)]).toEqual([what, true])
})

test('every link of every letter opens, but for the recipient’s own by which they are ended', async () => {
  for (const { kind, html, text } of await letters()) {
    const all = [...html.matchAll(/href="([^"]+)"/g)].map(([, address = '']) => address)
    const found = all.filter(address => address !== '#')
    expect([kind, all.length - found.length]).toEqual([kind, kind === 'deputy' ? 0 : 1])
    expect(`${html}${text}`).not.toContain('/letters/')
    expect(found.length).toBeGreaterThan(1)
    for (const address of found) {
      const { pathname, search } = new URL(address)
      expect([address, (await home.get(`${pathname}${search}`)).status]).toEqual([address, 200])
    }
  }
})

test('the list says what narrows it, and keeps that when it is narrowed further', async () => {
  const asked = 'from=2026-10-12&to=2026-10-23&kind=broken&since=2026-10-14T04%3A30%3A00.000Z&mendable=1'
  const { text } = await home.get(`${base}/findings?${asked}`)
  expect(text).toContain('стало так после 14.10.2026 07:30 · ещё можно исправить')
  expect(text).toContain('<input type="hidden" name="since" value="2026-10-14T04:30:00.000Z"/>')
  const { text: all } = await home.get(`${base}/findings?from=2026-10-12&to=2026-10-23&since=yesterday`)
  expect(all).not.toContain('стало так после')
})
