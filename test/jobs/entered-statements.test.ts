import { dirname } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import {
  archivedSheet,
  buildReport,
  buildSheet,
  enterStatements,
  evaluate,
  idleStatementsNow,
  previewStatements,
  storeSheet,
  verdictStory,
  withdrawStatement,
} from '../../src/app.js'
import type { Content } from '../../src/ledger/index.js'
import { usualLimits } from '../../src/regulation/index.js'
import { type Installation, installation } from './installation.js'

const days = { from: '2026-10-12', to: '2026-10-16' }
const signature = { author: 'Иванова А. П., завуч', at: Date.parse('2026-10-19T12:00:00+03:00') }
const back = { ...signature, why: 'Внесено по ошибке' }

/** A school-week that is over, read and judged. */
describe('statements that are entered all in the same way', () => {
  let house: Installation
  const judged = async () =>
    (await evaluate(house.app.deps, { school: house.school.id, ...days, classIds: null })).result.verdicts

  beforeAll(async () => {
    house = await installation('2026-10-16T23:55:00+03:00')
    await house.run('sync', days)
    house.clock.set(signature.at)
    await house.run('sync', days)
  })
  afterAll(() => house.close())

  /** A lesson that isn't cancelled, and a teacher who doesn't give it. */
  async function aLesson() {
    const { slice } = await evaluate(house.app.deps, { school: house.school.id, ...days, classIds: null })
    const lesson = slice.lessons.find(
      ({ date, status, number, teacherIds, classId, groupId }) =>
        date === '2026-10-14' &&
        status === 'held' &&
        number !== null &&
        teacherIds.length === 1 &&
        groupId === classId,
    )
    const { teachers } = await house.app.deps.mirror.directory(house.school.id)
    const other = teachers.find(({ id }) => !lesson?.teacherIds.includes(id))
    if (!lesson || !other || lesson.number === null) throw new Error('a week has lessons and teachers')
    return { ...lesson, number: lesson.number, other: other.id, own: lesson.teacherIds[0] ?? '' }
  }

  test('a substitution makes another answer, is tried before it is entered, and can be taken back', async () => {
    const { deps } = house.app
    const { id } = house.school
    const lesson = await aLesson()
    const before = await judged()
    const substitution = {
      ...{ groupId: lesson.classId, date: lesson.date, lesson: lesson.number },
      ...{ personId: lesson.other, insteadOf: lesson.own, order: 'приказ № 45' },
    }
    const wrong = { ...substitution, lesson: 19 }
    const entry = { kind: 'substitution' as const, contents: [substitution, wrong] }
    const preview = await previewStatements(deps, id, entry)
    expect(preview.idle.map(({ number }) => number)).toEqual([2])
    expect(await deps.statements.list(id, 'substitution')).toEqual([])

    const { numbers, ...effect } = await enterStatements(deps, id, { ...entry, ...signature })
    expect({ numbers, ...effect }).toEqual(preview)
    expect(numbers).toEqual([1, 2])
    const answering = (await judged()).filter(
      ({ rule, subject }) => rule === '2.3-topic-filled' && subject.lesson === lesson.id,
    )
    expect(answering.map(({ responsible }) => responsible)).toEqual([[lesson.other]])
    expect((await idleStatementsNow(deps, id, 'substitution')).map(({ number }) => number)).toEqual([2])

    for (const number of numbers) {
      await withdrawStatement(deps, id, { ...back, kind: 'substitution', number })
    }
    expect(await judged()).toEqual(before)
    expect(await idleStatementsNow(deps, id, 'substitution')).toEqual([])
  })

  test('an acquaintance of all classes closes their weeks, and can’t be of a day that hasn’t come', async () => {
    const { deps } = house.app
    const { id } = house.school
    const { classes } = await deps.mirror.directory(id)
    const of = (on: string, week = days.from) => ({
      kind: 'acquaintance' as const,
      contents: classes.map(group => ({ classId: group.id, week, on })),
    })
    const { changes } = await enterStatements(deps, id, { ...of('2026-10-19'), ...signature })
    expect(changes.map(({ before, after }) => [before?.verdict, after?.verdict, after?.rule])).toEqual(
      classes.map(() => ['pending', 'kept', '2.4-weekly-acquaintance']),
    )
    for (const wrong of [of('2026-10-20'), of('2026-10-19', '2026-10-13')])
      await expect(previewStatements(deps, id, wrong)).rejects.toMatchObject({ code: 'USAGE' })
    const stands = await deps.statements.standing(id, 'acquaintance')
    const again = enterStatements(deps, id, { ...of('2026-10-18'), ...signature })
    await expect(again).rejects.toMatchObject({ code: 'USAGE', message: expect.stringMatching(/№ \d/) })
    expect(await deps.statements.standing(id, 'acquaintance')).toEqual(stands)
    for (const { number } of await deps.statements.standing(id, 'acquaintance')) {
      await withdrawStatement(deps, id, { ...back, kind: 'acquaintance', number })
    }
    // What was taken back stands in nobody's way, and the same week twice at once does.
    const { contents } = of('2026-10-18')
    await previewStatements(deps, id, { kind: 'acquaintance', contents })
    const twice = { kind: 'acquaintance' as const, contents: [...contents, ...contents] }
    await expect(previewStatements(deps, id, twice)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('дважды'),
    })
  })

  test('a sheet on which all have signed closes the study year that it names, until it is taken back', async () => {
    const { deps } = house.app
    const { id } = house.school
    const of = (on: string, { studyYear = '2026-2027', signedByAll = true } = {}) => ({
      kind: 'briefing' as const,
      contents: [{ studyYear, on, sheet: 'журнал инструктажей № 3', signedByAll }],
    })
    const kinds = async (entry: ReturnType<typeof of>) =>
      (await previewStatements(deps, id, entry)).changes.map(({ before, after }) => [
        after?.rule,
        after?.subject.part,
        before?.verdict,
        after?.verdict,
      ])
    const rule = '4.2-briefing-held'
    expect(await kinds(of('2026-08-28'))).toEqual([[rule, '2026-2027', 'unproven', 'kept']])
    expect(await kinds(of('2026-10-02'))).toEqual([[rule, '2026-2027', 'unproven', 'mended']])
    expect(await kinds(of('2026-09-02', { signedByAll: false }))).toEqual([])
    const former = of('2026-08-28', { studyYear: '2025-2026' })
    expect(await kinds(former)).toEqual([[rule, '2025-2026', 'unproven', 'mended']])
    for (const wrong of [of('2026-10-20'), of('2026-05-31'), of('2026-09-01', { studyYear: '2025-2026' })])
      await expect(previewStatements(deps, id, wrong)).rejects.toMatchObject({ code: 'USAGE' })

    const { numbers } = await enterStatements(deps, id, { ...of('2026-08-28'), ...signature })
    const open = async () =>
      (await deps.ledger.list({ school: id, from: '2026-09-30', to: '2026-09-30' })).filter(
        ({ verdict }) => verdict.rule === rule,
      )
    expect(await open()).toEqual([])
    await withdrawStatement(deps, id, { ...back, kind: 'briefing', number: numbers[0] ?? 0 })
    const [entry] = await open()
    expect(entry?.verdict).toMatchObject({ verdict: 'unproven', reason: 'unproven-not-stated' })
    const story = await verdictStory(deps, id, entry?.id ?? '')
    expect(story.rule).toMatchObject({ id: rule, termFrom: 'school' })
    expect(story.demands).toEqual(['Логины и пароли хранятся в тайне.'])
  })

  test('an order that opens a class gives it a term of its own, once, and until it is taken back', async () => {
    const { deps } = house.app
    const { id } = house.school
    const [group] = (await deps.mirror.directory(id)).classes
    const of = (date: string) => ({
      kind: 'class-opening' as const,
      contents: [{ classId: group?.id ?? '', order: '45', date }],
    })
    const rule = '2.2-sections-formed'
    const dates = async () => {
      const year = { from: '2026-09-01', to: '2026-10-19' }
      const { result } = await evaluate(deps, { school: id, ...year, classIds: null })
      const own = result.verdicts.filter(
        verdict => verdict.rule === rule && verdict.subject.class === group?.id,
      )
      return [...new Set(own.map(({ date }) => date))]
    }
    expect(await dates()).toEqual(['2026-09-05'])
    await previewStatements(deps, id, of('2026-10-05'))
    expect(await dates()).toEqual(['2026-09-05'])
    const { numbers } = await enterStatements(deps, id, { ...of('2026-10-05'), ...signature })
    expect(await dates()).toEqual(['2026-10-12'])
    for (const wrong of [of('2026-10-06'), of('2026-10-20'), of('2025-10-06')])
      await expect(previewStatements(deps, id, wrong)).rejects.toMatchObject({ code: 'USAGE' })
    await withdrawStatement(deps, id, { ...back, kind: 'class-opening', number: numbers[0] ?? 0 })
    expect(await dates()).toEqual(['2026-09-05'])
  })

  test('a reply is shown beside its verdict and in the report, and changes neither verdict nor bytes of it', async () => {
    const { deps } = house.app
    const { id } = house.school
    const [entry] = await deps.ledger.list({ school: id, ...days })
    if (!entry) throw new Error('some verdict isn’t kept')
    const evaluation = await evaluate(deps, { school: id, ...days, classIds: null })
    const before = await buildReport(deps, evaluation)
    const content = { entry: entry.id, text: 'Задание было в дневнике' }
    const reply = { kind: 'reply' as const, contents: [content] }
    expect(await enterStatements(deps, id, { ...reply, ...signature })).toMatchObject({ changes: [] })
    const story = await verdictStory(deps, id, entry.id)
    expect(story.replies).toMatchObject([{ number: 1, revisions: [{ content, author: signature.author }] }])
    const after = await buildReport(deps, evaluation)
    const { text } = content
    expect(after.findings).toEqual(
      before.findings.map(finding =>
        finding.entry === entry.id ? { ...finding, replies: [{ text, ...signature }] } : finding,
      ),
    )
    await withdrawStatement(deps, id, { ...back, kind: 'reply', number: 1 })
    expect(await buildReport(deps, evaluation)).toEqual(before)
    const unknown = { ...content, entry: '0000000000000000' }
    const refused = previewStatements(deps, id, { kind: 'reply', contents: [unknown] })
    await expect(refused).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('an act of the school is cited by whatever is said of written works from its day on', async () => {
    const { deps } = house.app
    const { id } = house.school
    const act = {
      ...{ act: 'Положение', number: '5', date: '2026-08-28', from: '2026-10-14' },
      ...{ pauseOnDaysOff: true, limits: [...usualLimits] },
    }
    await enterStatements(deps, id, { kind: 'written-limits', contents: [act], ...signature })
    const works = (await judged()).filter(({ rule }) => rule.startsWith('2.5-written-works'))
    expect(works.length).toBeGreaterThan(0)
    for (const { date, message } of works)
      expect(message.includes('Положение, № 5 от 28.08.2026')).toBe(date >= act.from)
    await withdrawStatement(deps, id, { ...back, kind: 'written-limits', number: 1 })
    expect((await judged()).some(({ message }) => message.includes('Положение'))).toBe(false)
  })

  test('an act from before the production calendars is entered; its older days aren’t judged', async () => {
    const { deps } = house.app
    const { id } = house.school
    const act = { act: 'Положение', number: '1', date: '2019-08-28', from: '2019-09-01' }
    const contents = [{ ...act, pauseOnDaysOff: true, limits: [...usualLimits] }]
    const { numbers } = await enterStatements(deps, id, { kind: 'written-limits', contents, ...signature })
    expect((await judged()).some(({ message }) => message.includes('№ 1 от 28.08.2019'))).toBe(true)
    const [number = 0] = numbers
    await withdrawStatement(deps, id, { ...back, kind: 'written-limits', number })
  })

  test('a printed sheet is looked up in the archive, compared with the journal, and archived with the report', async () => {
    const { deps } = house.app
    const { id } = house.school
    const { classes } = await deps.mirror.directory(id)
    const classId = classes[0]?.id ?? ''
    const place = { school: id, classId, studyYear: '2026-2027', version: null }
    await expect(archivedSheet(deps, place)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await storeSheet(deps, await buildSheet(deps, { school: house.school, classId, periodId: null }))
    const archive = await deps.archive()
    const copy = `${archive.folder}-copy`
    await archive.scrub({ scope: 'all', actor: 'administrator' })
    await archive.backup({ folder: copy, place: 'сейф', sameDisk: true, actor: 'administrator' })
    await archive.tryRestore({ from: copy, within: dirname(copy), actor: 'administrator' })
    const sheet = await archivedSheet(deps, place)
    const content = {
      ...{ classId, studyYear: place.studyYear, step: 'printed' as const, on: '2026-10-19' },
      sheet,
    }
    const { changes } = await enterStatements(deps, id, {
      ...{ kind: 'hard-copy' as const, contents: [content] },
      ...signature,
    })
    expect(changes.map(({ after }) => [after?.rule, after?.verdict])).toEqual([
      ['2.8-sheet-equal', 'kept'],
      ['2.8-sheet-unchanged', 'pending'],
    ])
    const today = { school: id, from: '2026-10-19', to: '2026-10-19', classIds: null }
    const { archived, result } = await evaluate(deps, today)
    expect(archived.sheets).toMatchObject([{ number: 1, classId, printedOn: '2026-10-19' }])
    expect(archived.backups).toMatchObject([{ place: 'сейф', onSameDisk: true }])
    expect(archived.trials).toMatchObject([{ findings: 0 }])
    const intact = result.verdicts.filter(({ rule }) => rule === '2.9-archive-intact')
    expect(intact.map(({ verdict }) => verdict)).toEqual(['kept'])
    const others = { ...content, sheet: { ...sheet, version: 'v9' } }
    const unknown = previewStatements(deps, id, { kind: 'hard-copy', contents: [others] })
    await expect(unknown).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await withdrawStatement(deps, id, { ...back, kind: 'hard-copy', number: 1 })
    expect((await evaluate(deps, today)).archived.sheets).toEqual([])
  })

  describe('orders about pupils and decisions of the council', () => {
    /** Of the first class, and a pupil of the second. */
    async function ofClass() {
      const { classes, members } = await house.app.deps.mirror.directory(house.school.id)
      const [own = '', other = ''] = classes.map(({ id }) => id)
      const pupilsOf = (classId: string) =>
        members.filter(({ groupId }) => groupId === classId).map(({ person }) => person.id)
      const council: Content<'pupil-order'> = {
        ...{ what: 'promoted', number: '8', date: '2026-10-05', studyYear: '2026-2027', classId: own },
        ...{ personIds: pupilsOf(own), to: '6А', from: null, until: null },
      }
      return { council, strangers: pupilsOf(other), pupils: pupilsOf(own) }
    }
    const entered = (...contents: Content<'pupil-order'>[]) =>
      enterStatements(house.app.deps, house.school.id, { kind: 'pupil-order', contents, ...signature })
    const standing = () => house.app.deps.statements.standing(house.school.id, 'pupil-order')

    afterEach(async () => {
      for (const { number } of await standing())
        await withdrawStatement(house.app.deps, house.school.id, { ...back, kind: 'pupil-order', number })
    })

    test('change no verdict, and name pupils of their class, known and on a day that has come', async () => {
      const { council, strangers } = await ofClass()
      const before = await judged()
      const joined = { ...council, what: 'joined' as const, number: '12-у', date: '2026-06-30', to: null }
      expect(await entered(joined, council)).toMatchObject({ changes: [], idle: [] })
      expect((await standing()).map(({ content }) => content)).toEqual([joined, council])
      expect(await judged()).toEqual(before)

      const wrong: [Content<'pupil-order'>, string][] = [
        [{ ...council, classId: '7' }, 'NOT_FOUND'],
        [{ ...council, personIds: strangers }, 'NOT_FOUND'],
        [{ ...joined, date: '2026-10-20' }, 'USAGE'],
        [joined, 'USAGE'],
        // A class of these lists has no sheet of another year.
        [{ ...joined, number: '13-у', studyYear: '2025-2026' }, 'USAGE'],
      ]
      for (const [content, code] of wrong) await expect(entered(content)).rejects.toMatchObject({ code })
      await expect(entered({ ...council, personIds: ['7'] })).rejects.toMatchObject({
        message: expect.stringMatching(/^Обучающегося № 7 в классе \d+[А-Я] нет$/),
      })
      expect(await standing()).toHaveLength(2)
    })

    test('a second decision about a pupil is refused, until the first is taken back or was conditional', async () => {
      const { council, pupils } = await ofClass()
      const { numbers } = await entered({ ...council, what: 'conditional', personIds: pupils.slice(0, 2) })
      const [number = 0] = numbers
      await expect(entered(council)).rejects.toMatchObject({
        code: 'USAGE',
        message: expect.stringMatching(
          new RegExp(
            `, 2026-2027, решение педсовета \\(обучающихся: 2\\): уже внесено, запись № ${number}; ничего`,
          ),
        ),
      })
      const others = { ...council, personIds: pupils.slice(2) }
      const passed = { ...council, date: '2026-10-15', personIds: pupils.slice(0, 1) }
      await entered(others, passed)
      const retained = { ...passed, what: 'retained' as const, to: null }
      await expect(entered(retained)).rejects.toMatchObject({ code: 'USAGE' })
      await withdrawStatement(house.app.deps, house.school.id, {
        ...{ ...back, kind: 'pupil-order' as const },
        number: (await standing()).find(({ content }) => content.date === passed.date)?.number ?? 0,
      })
      await entered(retained)
      await expect(entered({ ...others, personIds: pupils.slice(2, 3) })).rejects.toMatchObject({
        code: 'USAGE',
      })
    })

    test('a form that is sent twice at once enters one of them', async () => {
      const { council } = await ofClass()
      const sent = await Promise.allSettled([entered(council), entered(council)])
      expect(sent.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(await standing()).toHaveLength(1)
    })
  })

  test('what names nothing of the school is refused, all or none, and tells no pupil’s name', async () => {
    const { deps } = house.app
    const { id } = house.school
    const lesson = await aLesson()
    const substitution = {
      ...{ groupId: lesson.classId, date: lesson.date, lesson: 1 },
      ...{ personId: lesson.other, insteadOf: null, order: 'приказ № 45' },
    }
    const unknown = { ...substitution, personId: '7' }
    const refused = enterStatements(deps, id, {
      kind: 'substitution',
      contents: [substitution, unknown],
      ...signature,
    })
    await expect(refused).rejects.toMatchObject({ code: 'NOT_FOUND', hint: expect.stringMatching(/^Есть: /) })
    expect(await deps.statements.standing(id, 'substitution')).toEqual([])

    const { periods, subjects } = await deps.mirror.directory(id)
    const order = {
      ...{ order: '12-у', date: '2026-10-05', meaning: 'exempt' as const, personIds: ['7'] },
      ...{ subjectIds: [subjects[0]?.id ?? ''], periodIds: [periods[0]?.id ?? ''] },
    }
    const aboutNobody = previewStatements(deps, id, { kind: 'order', contents: [order] })
    await expect(aboutNobody).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'Обучающегося № 7 ни в одном классе нет',
      hint: expect.not.stringContaining('Есть'),
    })
    const otherPeriod = { ...order, periodIds: ['7'] }
    await expect(previewStatements(deps, id, { kind: 'order', contents: [otherPeriod] })).rejects.toThrow(
      'Отчётного периода 7 в школе нет',
    )
  })
})
