import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  buildReport,
  enterPlans,
  evaluate,
  type PlanImport,
  planCorrection,
  previewPlans,
  storeReport,
  withdrawPlan,
} from '../../src/app.js'
import { replay } from '../../src/evidence/index.js'
import type { Verdict } from '../../src/regulation/index.js'
import { type Installation, installation } from './installation.js'

const days = { from: '2026-10-12', to: '2026-10-16' }
const signature = { author: 'Иванова А. П., завуч', at: Date.parse('2026-10-19T12:00:00+03:00') }
const first = { ...signature, why: null }
const rule = '2.3-topics-by-plan'

/** A school-week that is over and read, of which a plan is entered afterwards. */
describe('a plan of a week that was judged', () => {
  let house: Installation
  let className: string
  let topics: readonly string[]

  const judged = async (): Promise<readonly Verdict[]> => {
    const { result } = await evaluate(house.app.deps, { school: house.school.id, ...days, classIds: null })
    return result.verdicts.filter(verdict => verdict.rule === rule)
  }
  const standing = async () => {
    const entries = await house.app.deps.ledger.list({ school: house.school.id, rules: [rule] })
    return entries.map(({ verdict }) => verdict)
  }
  const importOf = (rows: readonly string[], more: Partial<PlanImport> = {}): PlanImport => ({
    classes: [className],
    parallel: null,
    subject: 'математика',
    subgroup: null,
    teacher: null,
    studyYear: null,
    from: null,
    file: { name: 'план.csv', bytes: Buffer.from(['Тема;Часы', ...rows].join('\n')), sheet: null },
    ...more,
  })

  beforeAll(async () => {
    house = await installation('2026-10-19T12:00:00+03:00')
    // Lessons before the week tell where in the plan it goes on: that there were none has to be read.
    await house.run('sync', { ...days, from: '2026-09-07' })
    const { deps } = house.app
    const directory = await deps.mirror.directory(house.school.id)
    const [group] = directory.classes
    className = group?.name ?? ''
    const subjectId = directory.subjects.find(({ name }) => name === 'Математика')?.id
    const slice = await deps.mirror.slice({ school: house.school.id, ...days }, 'Europe/Moscow')
    const lessons = slice.lessons.filter(
      lesson => lesson.classId === group?.id && lesson.subjectId === subjectId,
    )
    topics = [...new Set(lessons.flatMap(({ topic }) => topic.at(-1)?.value ?? []))].filter(
      topic => topic.length > 9,
    )
    expect(topics.length).toBeGreaterThan(1)
  })
  afterAll(() => house.close())

  test('without any plan the rule says nothing', async () => {
    expect(await judged()).toEqual([])
  })

  test('a preview writes nothing, and tells of a file’s faults instead of versions', async () => {
    const { deps } = house.app
    const preview = await previewPlans(deps, house.school.id, importOf([`${topics[0]};1`]))
    expect(preview).toMatchObject({ studyYear: 2026, subjectName: 'Математика' })
    expect(preview.versions).toMatchObject([
      { className, supersedes: null, isTaught: true, draft: { from: '2026-09-01' } },
    ])
    const faulty = await previewPlans(deps, house.school.id, importOf(['x;много']))
    expect(faulty).toMatchObject({ versions: [], file: { problems: [{ place: 'строка 2, столбец 2' }] } })
    expect(await deps.thematicPlans.list(house.school.id)).toEqual([])
  })

  test.each([
    ['a class', { classes: ['77Я'] }],
    ['a grade', { classes: null, parallel: 77 }],
    ['a subject', { subject: 'Алхимия' }],
    ['a teacher', { teacher: 'Никто Н. Н.' }],
    ['a subgroup', { subgroup: 'группа 77' }],
  ])('%s that the school hasn’t is refused, with those that it has', async (_, part) => {
    const refused = previewPlans(house.app.deps, house.school.id, importOf(['x;1'], part))
    await expect(refused).rejects.toMatchObject({ code: 'NOT_FOUND', hint: expect.stringMatching(/^Есть/) })
  })

  test('what is in the plan is kept, what isn’t is broken, at once and in the ledger; a correction counts from its day', async () => {
    const { deps } = house.app
    const { id } = house.school
    // Whatever the order: this school's teachers take topics as they come.
    const all = topics.map(topic => `${topic};20`)
    const entered = await enterPlans(deps, id, (await previewPlans(deps, id, importOf(all))).versions, first)
    expect(entered.entered).toMatchObject([{ number: 1, version: 1, unchanged: false }])
    expect(new Set((await judged()).map(({ verdict }) => verdict))).toEqual(new Set(['kept']))
    const fewer = await previewPlans(deps, id, importOf(['Древний Египет;1'], { from: '2026-10-14' }))
    expect(fewer.versions[0]?.supersedes).toEqual({ number: 1, version: 1 })
    await expect(enterPlans(deps, id, fewer.versions, first)).rejects.toMatchObject({ code: 'PLAN_STANDS' })
    await enterPlans(deps, id, fewer.versions, { ...signature, why: 'Карантин' })
    const verdicts = (await judged()).filter(({ subject }) => subject.lesson !== undefined)
    for (const { date, verdict } of verdicts)
      expect([date, verdict]).toEqual([date, date < '2026-10-14' ? 'kept' : 'broken'])
    const broken = verdicts.filter(({ verdict }) => verdict === 'broken')
    expect(broken.length).toBeGreaterThan(0)
    expect((await standing()).filter(({ verdict }) => verdict === 'broken')).toEqual(broken)

    const correction = await planCorrection(deps, id, { number: 1, version: null })
    expect(correction).toMatchObject({ version: 2, before: 1, why: 'Карантин', from: '2026-10-14' })
    expect(correction.changes.map(({ kind }) => kind)).toEqual([...topics.map(() => 'removed'), 'added'])
    await expect(planCorrection(deps, id, { number: 1, version: 1 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  test('a report’s plans are archived with it: its verdicts come out again when the plan is gone', async () => {
    const { deps } = house.app
    const evaluation = await evaluate(deps, { school: house.school.id, ...days, classIds: null })
    const stored = await storeReport(deps, evaluation, await buildReport(deps, evaluation))
    await withdrawPlan(deps, house.school.id, 1, { ...signature, why: 'Не тот класс' })
    expect(await judged()).toEqual([])
    expect(await standing()).toEqual([])
    const archive = await deps.archive()
    const files = new Map<string, Buffer>()
    for (const name of [
      'slice.json.gz',
      'calendar.json',
      'settings.json',
      'decisions.json',
      'plans.json.gz',
      'archived.json.gz',
      'verdicts.json',
      'verdicts.jsonl.gz',
    ]) {
      files.set(
        `evidence/${name}`,
        (await archive.get(stored.archiveId, `evidence/${name}`)) ?? Buffer.alloc(0),
      )
    }
    const found = replay(path => files.get(path) ?? Buffer.alloc(0))
    expect(found).toMatchObject({ same: true, archived: { schema: 'dnevnik-bridge/verdicts/4' } })
    expect(found.again.kept[rule]).toBeGreaterThan(0)
  })

  test('a plan of a grade is one of each class', async () => {
    const { deps } = house.app
    const { classes } = await deps.mirror.directory(house.school.id)
    const parallel = classes[0]?.parallel ?? 0
    const { versions } = await previewPlans(
      deps,
      house.school.id,
      importOf(['Дроби;1'], { classes: null, parallel }),
    )
    expect(versions.map(({ draft }) => draft.classId)).toEqual(
      classes.filter(group => group.parallel === parallel).map(({ id }) => id),
    )
  })
})
