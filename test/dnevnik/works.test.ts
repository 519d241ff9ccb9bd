import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { aSource, aWindow, failureOf, group, monday } from './a-source.js'

/** A real server, because the exact bytes of a request's body are the point. */
let server: Server
let baseUrl: string
/** Answers in the order in which they must be asked for. */
let script: { readonly request: string; readonly status: number; readonly body: string }[]
let surprises: string[]

beforeEach(async () => {
  script = []
  surprises = []
  server = createServer((request, response) => void reply(request, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  for (const source of opened.splice(0)) await source.close()
  await new Promise(resolve => server.close(resolve))
  expect({ surprises, unasked: script }).toEqual({ surprises: [], unasked: [] })
})

async function reply(request: IncomingMessage, response: ServerResponse) {
  let sent = ''
  for await (const chunk of request) sent += String(chunk)
  const type = request.headers['content-type']
  const text = [request.method, request.url?.replace('/v2/', ''), type, sent].filter(part => part).join(' ')
  const next = script.shift()
  if (next?.request !== text) surprises.push(text)
  response.writeHead(next?.status ?? 500, { 'Content-Type': 'application/json' })
  response.end(next?.body ?? '')
}

const opened: { close(): Promise<void> }[] = []

function theSource(attempts = 2) {
  const { source } = aSource({ baseUrl, attempts })
  opened.push(source)
  return source
}

const one = '2392148420039838301'
const two = '-9223372036854775807'

/** Ids as numbers and without twins, as the platform writes the short form. */
const lessons = `[{"id":7,"date":"${monday}","works":[${one},null,${two}]}]`
const marks = `[{"id":1,"person":2,"work":${one},"value":"5"},{"id":3,"person":2,"work":${two},"value":"4"}]`
const workOf = (id: string) => `{"id":${id},"type":"Homework","text":"§ 5","workType":1343883032131050009}`

function onWeek(part: 'lessons' | 'marks', body: string) {
  script.push({ request: `GET edu-groups/${group}/${part}/${monday}/2026-11-22`, status: 200, body })
}

function onWorks(ids: readonly string[], status: number, body: string) {
  script.push({ request: `POST works/many application/json [${ids.join(',')}]`, status, body })
}

function onHomework(ids: readonly string[], status: number, body: string) {
  const query = ids.map(id => `homeworkId=${id}`).join('&')
  script.push({ request: `GET users/me/school/homeworks?${query}`, status, body })
}

describe('works that lessons give by number', () => {
  test('are asked for by a bare array within the same look', async () => {
    onWeek('lessons', lessons)
    onWorks([one, two], 200, `[${workOf(one)},${workOf(two)}]`)
    const answer = await theSource().read(aWindow('lessons'))
    expect(answer).toMatchObject({
      requests: 2,
      body: `{"parts":[${lessons}],"works":[[${workOf(one)},${workOf(two)}]]}`,
    })
    const { records, quarantined } = answer.parse()
    expect(quarantined).toEqual([])
    expect(records.filter(record => record.kind === 'work')).toMatchObject([
      { id: one, lessonId: '7', text: '§ 5', workTypeId: '1343883032131050009' },
      { id: two, lessonId: '7' },
    ])
  })

  test('refused so, are asked for as homework by a repeated parameter; next time at once', async () => {
    const homework = `{"works":[${workOf(one)},${workOf(two)}],"subjects":[],"lessons":[],"files":[],"teachers":[]}`
    const source = theSource()
    onWeek('lessons', lessons)
    onWorks([one, two], 404, '{}')
    onHomework([one, two], 200, homework)
    expect((await source.read(aWindow('lessons'))).parse()).toMatchObject({ quarantined: [], drift: [] })
    onWeek('lessons', lessons)
    onHomework([one, two], 200, homework)
    expect((await source.read(aWindow('lessons'))).requests).toBe(2)
  })

  test('that can not be had make the window incomplete: one of them may be the homework', async () => {
    onWeek('lessons', lessons)
    onWorks([one, two], 404, '{}')
    onHomework([one, two], 404, '{}')
    const { records, quarantined } = (await theSource().read(aWindow('lessons'))).parse()
    expect(records.map(record => record.kind)).toEqual(['lesson'])
    expect(quarantined.map(({ path, raw }) => [path, raw])).toEqual([
      ['[0].works[0]', one],
      ['[0].works[2]', two],
    ])
  })

  test('are not believed without their lessons, nor lessons without them, while the platform is down', async () => {
    onWeek('lessons', lessons)
    onWorks([one, two], 503, '<html>')
    expect((await failureOf(theSource(1).read(aWindow('lessons')))).code).toBe('DNEVNIK_DOWN')
  })
})

describe('works that marks hang on', () => {
  test('are asked for only where no lesson holds them', async () => {
    const source = theSource()
    onWeek('marks', marks)
    const known = await source.read(aWindow('marks'), { unknownWorks: async () => [] })
    expect(known).toMatchObject({ requests: 1, body: marks })
    onWeek('marks', marks)
    onWorks([two], 200, `[${workOf(two)},${workOf('5')}]`)
    const answer = await source.read(aWindow('marks'), {
      unknownWorks: async ids => ids.filter(id => id === two),
    })
    const { records, quarantined, drift } = answer.parse()
    expect(records.map(({ kind, id }) => [kind, id])).toEqual([
      ['mark', '1'],
      ['mark', '3'],
      ['work', two],
    ])
    expect({ quarantined, drift }).toEqual({ quarantined: [], drift: ['work that was not asked for'] })
  })

  test('are a bonus: marks stand without them where the platform offers no way', async () => {
    onWeek('marks', marks)
    onWorks([one, two], 405, '{}')
    onHomework([one, two], 404, '{}')
    const source = theSource()
    const answer = await source.read(aWindow('marks'), { unknownWorks: async ids => ids })
    expect(answer).toMatchObject({ requests: 3, body: marks })
  })
})

test('every id goes from the wire into the body of a request digit by digit', async () => {
  const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(int64, { maxLength: 5 }), fc.boolean(), async (ids, twins) => {
      const items = ids.map((id, index) => {
        const twin = twins ? `"work_str":"${id}",` : ''
        return `{"id":${index + 1},"person":2,${twin}"work":${id},"value":"5"}`
      })
      const asked: string[] = []
      onWeek('marks', `[${items.join()}]`)
      const wanted = ids.filter(id => id !== 0n).map(String)
      if (wanted.length > 0) onWorks(wanted, 200, '[]')
      await theSource().read(aWindow('marks'), {
        unknownWorks: async found => {
          asked.push(...found)
          return found
        },
      })
      expect(asked).toEqual(wanted)
    }),
    { numRuns: 50 },
  )
})
