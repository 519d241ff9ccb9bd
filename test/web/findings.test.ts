import { afterEach, describe, expect, test } from '@jest/globals'
import type { Role } from '../../src/people/index.js'
import type { WebDeps } from '../../src/web/index.js'
import { namesPupils } from '../../src/web/narrow.js'
import { aVerdict, moscow, sampleVerdicts, wholeCoverage } from '../support/report.js'
import { entryOf, type Found, type FoundShape, found, school, someFigures } from './found.js'
import { type Served, serve } from './served.js'

const week = 'from=2026-11-16&to=2026-11-20'
const at = (path: string) => `/schools/${school}${path}`

describe('pages about what was found', () => {
  const open: { close(): Promise<void> }[] = []
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close()
  })
  async function pages(shape: FoundShape = {}): Promise<Served & { readonly of: Found }> {
    const of = await found(shape)
    const served = await serve({ findings: of.deps })
    open.push(of, served)
    return { ...served, of }
  }

  test('says what was not read, and of when the check is, before it says what is wrong', async () => {
    const served = await pages()
    const { text } = await served.get(at(''))
    const order = ['Прочитано не всё', 'Проверено 20.11.2026 20:30', 'DNEVNIK_FORBIDDEN', 'Что нарушено']
    expect(order.map(words => text.indexOf(words))).toEqual(
      order.map(words => text.indexOf(words)).toSorted((a, b) => a - b),
    )
    expect(text).toContain('117 из 120')
  })

  test('shows a breach with its deadline, its evidence and the teacher, in the zone of the school', async () => {
    const { text } = await (await pages()).get(at(''))
    expect(text).toContain('на 157 мин позже срока')
    expect(text).toContain('16.11.2026 15:25')
    expect(text).toContain('при чтении 16.11.2026 15:41 ещё не было')
    expect(text).toContain('Петрова М. И.')
  })

  test('names the pupil whom a finding is about, on every page that lists it, and by number whom no list names', async () => {
    const served = await pages()
    for (const path of ['', `/findings?${week}`, '/classes/101', '/clauses/2.7'])
      expect((await served.get(at(path))).text).toContain('обучающийся(аяся): Абдуллин Ренат')
    const { text } = await served.get(at(`/findings?${week}&kind=pending`))
    expect(text).toContain('обучающийся(аяся): № 2001')
  })

  test('a pupil is named to who may open the journal of that class or lesson, and to nobody else', async () => {
    const own: WebDeps['own'] = async (_, reach) =>
      reach.kind === 'own' && reach.classesOf === '31'
        ? { classes: new Set(['101']), teacher: null }
        : { classes: new Set(), teacher: '31' }
    const of = (role: Role) =>
      namesPupils(
        {
          school: { id: school },
          viewer: { account: 'a', name: 'А', grants: [{ role, school, person: '31' }] },
        },
        own,
      )
    const ofClass = (id: string, teacher: string) => ({ subject: { class: id }, responsible: [teacher] })
    const named = async (role: Role) => {
      const may = await of(role)
      return [ofClass('101', '32'), ofClass('71', '31'), ofClass('71', '32')].map(may)
    }
    expect(await named('deputy')).toEqual([true, true, true])
    expect(await named('class-teacher')).toEqual([true, false, false])
    expect(await named('subject-teacher')).toEqual([false, true, false])
    for (const role of ['administrator', 'auditor', 'office'] as const)
      expect(await named(role)).toEqual([false, false, false])
  })

  test('tells deadlines of the next hours, and those that passed since the check', async () => {
    const pending = (lesson: string, deadline: number) =>
      aVerdict({ verdict: 'pending', date: '2026-11-20', subject: { class: '71', lesson }, deadline })
    const verdicts = [
      pending('1', moscow('2026-11-20T21:00')),
      pending('2', moscow('2026-11-20T23:59')),
      pending('3', moscow('2026-11-22T23:59')),
    ]
    const served = await pages({ verdicts })
    const { text } = await served.get(at(''))
    expect(text).toContain('в ближайшие сутки: 1')
    expect(text).toContain('Срок прошёл после последней проверки: 1')
    const list = await served.get(at(`/findings?${week}&kind=pending`))
    expect(list.text.match(/срок прошёл после проверки/g)).toHaveLength(1)
  })

  test('every number leads to exactly its own list, on every page', async () => {
    const served = await pages({ figures: someFigures() })
    const paths = ['', '/classes/71', '/teachers/31', '/subjects/500', '/clauses/2.6', '/clauses/2.7']
    let followed = 0
    for (const path of paths) {
      const { text } = await served.get(at(`${path}?${week}`))
      const links = [...text.matchAll(/<a[^>]* ?href="([^"]*\/findings\?[^"]*)"[^>]*>([\s\S]*?)<\/a>/g)]
      for (const [, link = '', inner = ''] of links) {
        const number = inner.replace(/<[^>]*>/g, ' ').match(/\d+/)?.[0]
        if (number === undefined) continue
        const list = await served.get(link.replaceAll('&amp;', '&'))
        expect([link, list.text.match(/<h1>[^<]*: (\d+)<\/h1>/)?.[1]]).toEqual([link, number])
        followed += 1
      }
    }
    expect(followed).toBeGreaterThan(40)
  })

  test('lists are filtered by kind, class, clause, rule, teacher, subject and severity', async () => {
    const served = await pages()
    const heading = async (filter: string) =>
      (await served.get(at(`/findings?${week}&${filter}`))).text.match(/<h1>([^<]*)<\/h1>/)?.[1]
    expect(await heading('kind=mended')).toBe('Исправлено после срока: 1')
    expect(await heading('kind=broken')).toBe('Нарушено: 2')
    expect(await heading('kind=broken&class=101')).toBe('Нарушено: 1')
    expect(await heading('kind=broken&rule=2.6-homework-in-time')).toBe('Нарушено: 1')
    expect(await heading('clause=2.5')).toBe('Найдено: 2')
    expect(await heading('teacher=33')).toBe('Найдено: 1')
    expect(await heading('subject=502')).toBe('Найдено: 1')
    expect(await heading('severity=critical')).toBe('Найдено: 1')
    expect(await heading('kind=broken&class=999')).toBe('Нарушено: 0')
    expect(await heading('kind=nonsense&severity=nonsense&page=-7')).toBe('Найдено: 5')
  })

  test('a long list has pages, and each finding stands on one of them', async () => {
    const verdicts = Array.from({ length: 230 }, (_, index) =>
      aVerdict({ subject: { class: '71', lesson: String(index) } }),
    )
    const served = await pages({ verdicts })
    const seen = new Set<string>()
    for (const page of [1, 2, 3]) {
      const { text } = await served.get(at(`/findings?${week}&kind=broken&page=${page}`))
      expect(text).toContain(`Страница ${page} из 3`)
      for (const [, id = ''] of text.matchAll(/\/verdicts\/([0-9a-f]{16})"/g)) seen.add(id)
    }
    expect(seen.size).toBe(230)
  })

  test('dates that make no sense are kept in the form and explained at the field', async () => {
    const served = await pages()
    const cases = [
      ['from=2026-11-20&to=2026-11-16', 'Последний день раньше первого.'],
      ['from=2025-01-01&to=2026-11-16', 'Не больше 370 дней за раз.'],
      ['from=2026-02-30&to=2026-11-16', 'Нужна дата в виде ГГГГ-ММ-ДД. Введено: «2026-02-30»'],
      ['from=1999-01-01&to=1999-01-02', 'Дата вне разумных границ'],
    ]
    for (const path of ['', '/findings', '/classes/71'])
      for (const [query, problem] of cases) {
        const { status, text } = await served.get(at(`${path}?${query}`))
        expect([path, status, text.includes(String(problem))]).toEqual([path, 422, true])
      }
    const { text } = await served.get(at('?from=2026-11-20&to=2026-11-16'))
    expect(text).toMatch(/value="2026-11-20"/)
    expect(text).toMatch(/name="to"[^>]*aria-invalid="true"/)
    expect((await served.get(at('?from=2026-01-01&to=2027-01-05'))).status).toBe(200)
  })

  test('says that all is well only of what was read and checked', async () => {
    const well = await pages({ verdicts: [], coverage: wholeCoverage })
    const { text } = await well.get(at(''))
    expect(text).toContain('Прочитано всё')
    expect(text).toContain('В том, что прочитано, доказанных нарушений нет.')
    const never = await serve()
    open.push(never)
    expect((await never.get(at(''))).text).toContain('Эти дни ещё не проверялись')
  })

  test('a class page has its figures with their parts, and «нет данных» where there is nothing to divide', async () => {
    const { text } = await (await pages({ figures: someFigures() })).get(
      at('/classes/71?from=2026-11-09&to=2026-11-20'),
    )
    // Homework: 12 of 16 in time. Topics: 8 in time, none late, four unproven.
    expect(text).toContain('75\u00a0%')
    expect(text).toContain('12 из 16')
    expect(text).toContain('8 из 8')
    expect(text).toMatch(/отметок на одного ученика в неделю[\s\S]*?data-label="Из чего">[\d\u00a0]+ ÷ \d+</)
    expect(text).toContain('нет данных')
    expect(text).toContain('платформа не сообщает, кто входил в журнал')
    expect(text).toMatch(
      /aria-label="Своевременность ДЗ, % по неделям: с 09\.11\.2026 87,5\u00a0%; с 16\.11\.2026 62,5\u00a0%"/,
    )
  })

  test('lists of people are by name and without figures: nobody is ranked', async () => {
    const served = await pages()
    const { text } = await served.get(at('/teachers'))
    const names = [...text.matchAll(/\/teachers\/(\d+)/g)].map(([, id]) => id)
    expect(names).toEqual(['31', '32', '33'])
    expect(text.replace(/<[^>]*>/g, '').match(/Петрова М\. И\.[\s\S]*/)?.[0]).not.toMatch(/\d%|наруш/i)
    for (const path of ['/classes/71', '/subjects/500', '/clauses/2.6'])
      expect((await served.get(at(path))).text).not.toContain('По учителям')
  })

  test('what isn’t there is told to be so', async () => {
    const served = await pages()
    for (const path of [
      '/classes/5',
      '/teachers/x',
      '/subjects/%27',
      '/clauses/9.9',
      '/verdicts/0123456789abcdef',
    ])
      expect([path, (await served.get(at(path))).status]).toEqual([path, 404])
    // A letter of a former year leads there: it says what became of its class.
    expect((await served.get(at('/classes/5'))).text).toContain(
      'в новом учебном году у классов другие номера',
    )
  })

  test('hostile names and messages are text, stay within their line, and no page grows by them', async () => {
    const message = `<script>alert(1)</script>\u202e${'х'.repeat(1_000_000)}`
    const served = await pages({
      hostile: true,
      verdicts: [...sampleVerdicts(), aVerdict({ message, subject: { class: '71', lesson: '9' } })],
    })
    const entry = entryOf(aVerdict({ subject: { class: '71', lesson: '9' } }))
    const paths = [
      '',
      '/classes',
      '/classes/71',
      '/teachers/31',
      '/subjects/500',
      '/readiness',
      `/findings?${week}`,
      `/verdicts/${entry}`,
    ]
    for (const path of paths) {
      const { status, text } = await served.get(at(path))
      expect([path, status]).toEqual([path, 200])
      expect(text).not.toMatch(/<script>alert|<img src=x/)
      expect(Buffer.byteLength(text)).toBeLessThan(150 * 1024)
    }
  })

  test('a week of which nothing was decided has no nought in its chart', async () => {
    const served = await pages()
    const { text } = await served.get(at('/classes/71?from=2026-11-02&to=2026-11-22'))
    const [chart = ''] = /<svg[\s\S]*?<\/svg>/.exec(text) ?? []
    expect(chart).toContain('с 02.11.2026 нет данных; с 09.11.2026 нет данных; с 16.11.2026 ')
    expect(chart).not.toMatch(/с 16\.11\.2026 нет данных/)
  })

  test('a teacher or a subject of whom no lesson was read that week has no nought either, whatever others kept', async () => {
    const kept = ['2026-11-03', '2026-11-10', '2026-11-17'].map((date, index) =>
      aVerdict({ verdict: 'kept', date, subject: { class: '72', lesson: String(index) } }),
    )
    const served = await pages({ verdicts: [...sampleVerdicts(), ...kept], figures: someFigures() })
    const weeks = 'from=2026-11-02&to=2026-11-22'
    const shownAt = async (path: string) => {
      const { text } = await served.get(at(`${path}${weeks}`))
      const [chart = ''] = /<svg[\s\S]*?<\/svg>/.exec(text) ?? []
      return [...chart.matchAll(/с \d\d\.11\.2026 ([^;"]+)/g)].slice(0, 3).map(([, value]) => value)
    }
    expect(await shownAt('/teachers/31?')).toEqual(['нет данных', '0', '2'])
    expect(await shownAt('/subjects/500?')).toEqual(['нет данных', '0', '1'])
    // Of one rule, lessons that were read tell nothing.
    expect(await shownAt('/teachers/31?rule=2.6-homework-in-time&')).toEqual([
      'нет данных',
      'нет данных',
      '1',
    ])
    expect(await shownAt('/classes/72?')).toEqual(['0', '0', '1'])
  })

  test('of a hostile name a chart shows nothing, and the heat map one cell', async () => {
    const served = await pages({ hostile: true, figures: someFigures() })
    const week = 'from=2026-11-09&to=2026-11-22'
    for (const path of [`/classes/71?${week}`, `/subjects/500?${week}`, `/teachers/31?${week}`]) {
      const { text } = await served.get(at(path))
      const charts = [...text.matchAll(/<svg[\s\S]*?<\/svg>/g)].map(([chart]) => chart)
      expect([path, charts.length]).toEqual([path, 4])
      for (const chart of charts) {
        expect(chart).toMatch(/<text[^>]*>09\.11<\/text>/)
        const elements = new Set([...chart.matchAll(/<\/?(\w+)/g)].map(([, name]) => name))
        for (const name of elements) expect(['svg', 'line', 'g', 'rect', 'title', 'text']).toContain(name)
        expect(chart).not.toMatch(/onerror|\u202e|<img/)
      }
    }
    const { text } = await served.get(at(`?${week}`))
    const [map = ''] = /<table class="heat">[\s\S]*?<\/table>/.exec(text) ?? []
    const names = [...map.matchAll(/<th scope="row">([\s\S]*?)<\/th>/g)].map(([, name = '']) => name)
    expect(names.length).toBeGreaterThan(1)
    for (const name of names) {
      expect(name).toMatch(/^&lt;img src=x onerror=alert\(1\)>/)
      expect(name).not.toMatch(/[<\u202e]/)
      expect(name.length).toBeLessThan(140)
    }
  })
})
