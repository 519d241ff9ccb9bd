import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  enterExemption,
  enterOutage,
  evaluate,
  openIncident,
  previewExemption,
  record,
  reviseExemption,
  reviseIncident,
  verdictStory,
  withdrawOutage,
} from '../../src/app.js'
import type { Exemption, Verdict } from '../../src/regulation/index.js'
import { type Installation, installation } from './installation.js'

const days = { from: '2026-10-12', to: '2026-10-16' }
const signature = { author: 'Иванова А. П., завуч', at: Date.parse('2026-10-19T12:00:00+03:00') }

/** A school-week that is over, read and judged, with breaches in it. */
describe('what people state about a week that was judged', () => {
  let house: Installation
  let broken: readonly Verdict[]
  const standing = async (kind: Verdict['verdict']) => {
    const entries = await house.app.deps.ledger.list({ school: house.school.id, ...days, kinds: [kind] })
    return entries.map(({ verdict }) => verdict)
  }
  const exemptionOf = (part: Partial<Exemption>): Exemption => ({
    rules: null,
    classIds: null,
    teacherIds: null,
    subjectIds: null,
    lessonIds: null,
    personIds: null,
    ...days,
    reason: 'Курсы',
    order: 'приказ № 12 от 09.10.2026',
    ...part,
  })

  beforeAll(async () => {
    house = await installation('2026-10-12T23:55:00+03:00')
    for (const date of ['2026-10-12', '2026-10-13', '2026-10-14', '2026-10-15', '2026-10-16']) {
      house.clock.set(Date.parse(`${date}T23:55:00+03:00`))
      await house.run('sync', days)
    }
    house.clock.set(Date.parse('2026-10-19T12:00:00+03:00'))
    await house.run('sync', days)
    broken = (await standing('broken')).filter(({ responsible }) => responsible.length > 0)
    expect(broken.length).toBeGreaterThan(1)
  })
  afterAll(() => house.close())

  test('an exemption excuses at once, is counted apart, and gives everything back when it is withdrawn', async () => {
    const { deps } = house.app
    const teacher = broken[0]?.responsible[0] ?? ''
    const exemption = exemptionOf({ teacherIds: [teacher] })
    const before = await standing('broken')
    const preview = await previewExemption(deps, house.school.id, exemption)
    expect(await standing('broken')).toEqual(before)
    const { number, excused } = await enterExemption(deps, house.school.id, exemption, signature)
    expect(excused.map(({ subject }) => subject)).toEqual(preview.excused.map(({ subject }) => subject))
    const exempt = await standing('exempt')
    expect(exempt).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ decision: { by: 'exemption', number, insteadOf: 'broken' } }),
      ]),
    )
    expect(exempt.every(({ responsible }) => responsible.includes(teacher))).toBe(true)
    expect((await standing('broken')).some(({ responsible }) => responsible.includes(teacher))).toBe(false)
    const entries = await deps.ledger.list({ school: house.school.id, kinds: ['exempt'] })
    const id = entries[0]?.id ?? ''
    expect(await verdictStory(deps, house.school.id, id)).toMatchObject({
      statement: { number },
      formerDecisions: [],
    })
    const back = { ...signature, lastDay: null, why: 'Не тот учитель' }
    expect(await reviseExemption(deps, house.school.id, number, back)).toEqual({ count: 0, excused: [] })
    expect(await verdictStory(deps, house.school.id, id)).toMatchObject({
      statement: null,
      formerDecisions: [
        { by: 'exemption', statement: { number, revisions: [{}, { content: null, why: 'Не тот учитель' }] } },
      ],
    })
    expect(await standing('broken')).toEqual(before)
    expect(await standing('exempt')).toEqual([])
  })

  test('an exemption that ends earlier gives back what was due after its end', async () => {
    const { deps } = house.app
    const { number } = await enterExemption(deps, house.school.id, exemptionOf({}), signature)
    expect(await standing('broken')).toEqual([])
    const earlier = { ...signature, lastDay: '2026-10-13', why: 'Вернулась раньше' }
    await reviseExemption(deps, house.school.id, number, earlier)
    expect((await standing('broken')).map(({ date }) => date).every(date => date > '2026-10-13')).toBe(true)
    expect((await standing('exempt')).map(({ date }) => date).every(date => date <= '2026-10-13')).toBe(true)
    const longer = { ...signature, lastDay: '2026-10-20', why: 'Ещё неделя' }
    await expect(reviseExemption(deps, house.school.id, number, longer)).rejects.toMatchObject({
      code: 'USAGE',
    })
    await reviseExemption(deps, house.school.id, number, { ...signature, lastDay: null, why: 'Проба' })
  })

  test('a class, teacher or subject that the school hasn’t is refused, with those that it has', async () => {
    const { deps } = house.app
    for (const part of [{ classIds: ['7'] }, { teacherIds: ['7'] }, { subjectIds: ['7'] }]) {
      const refused = enterExemption(deps, house.school.id, exemptionOf(part), signature)
      await expect(refused).rejects.toMatchObject({
        code: 'NOT_FOUND',
        hint: expect.stringMatching(/^Есть: .+/),
      })
    }
    expect(await deps.statements.standing(house.school.id, 'exemption')).toEqual([])
  })

  test('an outage of the whole evening puts off what was due in it, and no more when it is withdrawn', async () => {
    const { deps } = house.app
    const before = await standing('broken')
    const late = before.find(({ deadline, evidence }) => deadline !== null && evidence.absentAt !== null)
    if (!late?.deadline) throw new Error('some breach has a deadline')
    const outage = {
      from: late.deadline - 60_000,
      to: house.clock.now() - 60_000,
      source: 'письмо поддержки',
    }
    const { number, change } = await enterOutage(deps, house.school.id, outage, signature)
    expect(change.changed + change.closed).toBeGreaterThan(0)
    const evaluation = await evaluate(deps, { school: house.school.id, ...days, classIds: null })
    expect(evaluation.facts.outages).toContainEqual({ from: outage.from, to: outage.to })
    const same = evaluation.result.verdicts.find(
      ({ rule, subject }) =>
        rule === late.rule &&
        subject.lesson === late.subject.lesson &&
        subject.work === late.subject.work &&
        subject.mark === late.subject.mark,
    )
    expect(same?.deadline).toBe(late.deadline + outage.to - outage.from)
    expect(same?.verdict).not.toBe('broken')
    await withdrawOutage(deps, house.school.id, number, { ...signature, why: 'Не тот день' })
    expect(await standing('broken')).toEqual(before)
  })

  test('an incident voids what the login entered until the new password, and gives it back when it is withdrawn', async () => {
    const { deps } = house.app
    const at = (text: string) => Date.parse(`${text}+03:00`)
    const { slice } = await evaluate(deps, { school: house.school.id, ...days, classIds: null })
    const since = at('2026-10-13T12:00')
    const work = slice.works.find(({ createdBy, lessonId, appeared: { absentAt } }) => {
      const lesson = slice.lessons.find(
        ({ id, date }) => id === lessonId && date >= days.from && date <= days.to,
      )
      return createdBy !== null && lesson !== undefined && absentAt !== null && absentAt > since
    })
    if (!work?.createdBy) throw new Error('some work came after Tuesday’s noon')
    const before = { broken: await standing('broken'), unproven: await standing('unproven') }
    const incident = {
      personId: work.createdBy,
      learnedAt: at('2026-10-13T08:00'),
      headToldAt: at('2026-10-13T08:30'),
      supportToldAt: null,
      passwordChangedAt: null,
      confirmedWorkIds: [],
    }
    const { number } = await openIncident(deps, house.school.id, incident, signature)
    expect(await standing('void')).toEqual([])
    const news = { supportToldAt: at('2026-10-13T11:00') }
    await reviseIncident(deps, house.school.id, number, { ...signature, news, why: 'Ответ поддержки' })
    const voided = await standing('void')
    expect(voided.some(({ rule, subject }) => rule.startsWith('4.4') && subject.work === work.id)).toBe(true)
    // Those rules alone that it can concern, on the days that it can concern, leave nothing for the night to turn.
    const all = await evaluate(deps, { school: house.school.id, ...days, classIds: null })
    expect(await record(deps, all, null)).toEqual({ opened: 0, changed: 0, mended: 0, closed: 0 })
    const strange = { confirmedWorkIds: [work.id, '1'] }
    const mistyped = reviseIncident(deps, house.school.id, number, {
      ...signature,
      news: strange,
      why: 'Опечатка',
    })
    await expect(mistyped).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(/нет: 1$/),
    })
    const confirmed = { confirmedWorkIds: [work.id] }
    await reviseIncident(deps, house.school.id, number, { ...signature, news: confirmed, why: 'Свои записи' })
    expect((await standing('void')).some(({ subject }) => subject.work === work.id)).toBe(false)
    // Said again, it is nothing new.
    await reviseIncident(deps, house.school.id, number, { ...signature, news: confirmed, why: 'Свои записи' })
    const early = { passwordChangedAt: at('2026-10-12T08:00') }
    const wrong = reviseIncident(deps, house.school.id, number, { ...signature, news: early, why: 'Ошибка' })
    await expect(wrong).rejects.toMatchObject({ code: 'USAGE' })
    await reviseIncident(deps, house.school.id, number, { ...signature, news: null, why: 'Ложная тревога' })
    expect(await standing('void')).toEqual([])
    expect({ broken: await standing('broken'), unproven: await standing('unproven') }).toEqual(before)
  })

  test('an incident judges the rules that it can concern on the days that it can concern; what its owner entered can be confirmed at once', async () => {
    const { deps } = house.app
    const { slice } = await evaluate(deps, { school: house.school.id, ...days, classIds: null })
    const work = slice.works.find(({ createdBy, lessonId }) => createdBy !== null && lessonId !== null)
    const other = slice.works.find(({ createdBy }) => createdBy !== null && createdBy !== work?.createdBy)
    if (!work?.createdBy || !other) throw new Error('two teachers entered works')
    const told = Date.parse('2026-10-12T08:00+03:00')
    const incident = {
      ...{ personId: work.createdBy, learnedAt: told, headToldAt: null, supportToldAt: null },
      ...{ passwordChangedAt: null, confirmedWorkIds: [] },
    }
    const scopes: { readonly from: string; readonly rules: readonly string[] }[] = []
    const ledger: typeof deps.ledger = {
      ...deps.ledger,
      record(scope, duties) {
        scopes.push(scope)
        return deps.ledger.record(scope, duties)
      },
    }
    const { number } = await openIncident({ ...deps, ledger }, house.school.id, incident, signature)
    const judged = new Set(scopes.flatMap(({ rules }) => rules))
    expect([...judged]).toEqual(
      expect.arrayContaining(['2.6-homework-in-time', '4.3-notice-in-time', '4.4-operations-void']),
    )
    expect(judged).not.toContain('2.5-attendance-daily')
    // A fortnight before the first lesson that anything was entered for.
    expect([...new Set(scopes.map(({ from }) => from))]).toEqual(['2026-09-28'])
    const news = { headToldAt: told, supportToldAt: told, confirmedWorkIds: [other.id] }
    const revise = (part: typeof news) =>
      reviseIncident(deps, house.school.id, number, { ...signature, news: part, why: 'Сверено' })
    await expect(revise(news)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringMatching(new RegExp(`нет: ${other.id}$`)),
    })
    await revise({ ...news, confirmedWorkIds: [work.id] })
    const voided = await standing('void')
    expect(voided.some(({ subject }) => subject.work === work.id)).toBe(false)
    await reviseIncident(deps, house.school.id, number, { ...signature, news: null, why: 'Ложная тревога' })
    expect(await standing('void')).toEqual([])
  })

  test('an exemption doesn’t count as its own what an incident of the same number voids', async () => {
    const { deps } = house.app
    const { id } = house.school
    const next = ((await deps.statements.list(id, 'exemption')).at(-1)?.number ?? 0) + 1
    const teacher = broken[0]?.responsible[0] ?? ''
    const told = Date.parse('2026-10-12T08:00+03:00')
    const incident = {
      ...{ personId: teacher, learnedAt: told, headToldAt: told, supportToldAt: told },
      ...{ passwordChangedAt: null, confirmedWorkIds: [] },
    }
    const open = () => openIncident(deps, id, incident, signature)
    const withdraw = (number: number) =>
      reviseIncident(deps, id, number, { ...signature, news: null, why: 'Проба' })
    let { number } = await open()
    while (number < next) {
      await withdraw(number)
      number = (await open()).number
    }
    expect(number).toBe(next)
    expect((await standing('void')).length).toBeGreaterThan(0)
    expect(await previewExemption(deps, id, exemptionOf({ lessonIds: ['1'] }))).toEqual({
      count: 0,
      excused: [],
    })
    await withdraw(number)
  })

  test('an outage that isn’t over can’t be entered', async () => {
    const { deps } = house.app
    const outage = { from: house.clock.now() - 1, to: house.clock.now() + 1, source: 'слухи' }
    await expect(enterOutage(deps, house.school.id, outage, signature)).rejects.toMatchObject({
      code: 'USAGE',
    })
  })

  test('judging again changes nothing', async () => {
    const evaluation = await evaluate(house.app.deps, { school: house.school.id, ...days, classIds: null })
    expect(await record(house.app.deps, evaluation, null)).toEqual({
      opened: 0,
      changed: 0,
      mended: 0,
      closed: 0,
    })
  })
})
