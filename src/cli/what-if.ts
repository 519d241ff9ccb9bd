import { readFile } from 'node:fs/promises'
import { countsBy, coverageOf, effectiveSchool, judgeByClass } from '../app.js'
import { parseYaml } from '../config/index.js'
import { BridgeError } from '../errors.js'
import {
  byChange,
  changesBetween,
  rules,
  TypedEdition,
  type VerdictChange,
  verdictKinds,
} from '../regulation/index.js'
import { describeGaps, verdictTitles } from '../report/index.js'
import { type CommandContext, outputOf, type RangeOptions, schoolOf, withApp } from './context.js'
import { tellGaps } from './gaps.js'
import { changeLine, verdictChangeText } from './verdict-line.js'

/** Both editions judge the same journal at the same moment, class by class; nothing is written. */
export async function whatIf(context: CommandContext, options: RangeOptions, file: string): Promise<void> {
  const edition = parseYaml(await textOf(file), file, TypedEdition)
  const out = outputOf(context, options)
  await withApp(context, options, async app => {
    const school = schoolOf(app, options)
    const { from, to } = options
    const request = { school: school.id, from, to, classIds: options.class ?? null }
    const { facts, calendar } = await app.deps.calendar(school)
    const { regulation } = await effectiveSchool(app.deps, school.id)
    const ids = rules.map(({ id }) => id)
    const [before, after] = [countsBy(ids), countsBy(ids)]
    const changes: VerdictChange[] = []
    await judgeByClass(
      app.deps,
      request,
      [{}, { regulation: { ...regulation, editions: [edition] } }],
      async ([now, then]) => {
        if (!now || !then) return
        before.add(now.judged.counts)
        after.add(then.judged.counts)
        changes.push(...changesBetween(now.judged, then.judged))
      },
    )
    for (const change of changes.sort(byChange))
      out.result(changeLine(change, calendar), verdictChangeText(change))
    for (const { id, clause, title } of rules) {
      const [was, would] = [before.of(id), after.of(id)]
      const moved = verdictKinds
        .filter(kind => was[kind] !== would[kind])
        .map(kind => `${verdictTitles[kind]}: ${was[kind]} → ${would[kind]}`)
      if (moved.length > 0) out.note(`п. ${clause} ${title} — ${moved.join(', ')}`)
    }
    out.note(
      changes.length === 0
        ? `При редакции № ${edition.number} за эти дни ничего бы не изменилось.`
        : `При редакции № ${edition.number} изменилось бы вердиктов: ${changes.length}. Ничего не записано.`,
    )
    const directory = await app.deps.mirror.directory(school.id)
    const coverage = await coverageOf(app.deps, { facts, asOf: app.deps.clock.now() }, request)
    tellGaps(context, out, describeGaps(coverage, directory, { calendar: facts }))
  })
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new BridgeError('USAGE', {
      message: `Файл редакции ${file} не прочитать`,
      hint: 'В нём одна редакция, как в editions файла config/example.yaml: number, date, order, from, rules',
      cause: error,
    })
  })
}
