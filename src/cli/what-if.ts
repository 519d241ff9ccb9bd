import { readFile } from 'node:fs/promises'
import { evaluate, judgeUnder } from '../app.js'
import { createCalendar } from '../calendar/index.js'
import { parseYaml } from '../config/index.js'
import { BridgeError } from '../errors.js'
import {
  changesBetween,
  EditionSchema,
  type Judged,
  noCounts,
  rules,
  verdictKinds,
} from '../regulation/index.js'
import { describeGaps, verdictTitles } from '../report/index.js'
import { type CommandContext, outputOf, type RangeOptions, schoolOf, withApp } from './context.js'
import { tellGaps } from './gaps.js'
import { changeLine, verdictChangeText } from './verdict-line.js'

/** Both editions judge the same slice at the same moment; nothing is written. */
export async function whatIf(context: CommandContext, options: RangeOptions, file: string): Promise<void> {
  const edition = parseYaml(await textOf(file), file, EditionSchema)
  const out = outputOf(context, options)
  await withApp(context, options, async app => {
    const school = schoolOf(app, options)
    const { from, to } = options
    const days = { school: school.id, from, to, classIds: options.class ?? null }
    const now = await evaluate(app.deps, days)
    const { facts } = now
    const then = await judgeUnder(now, { ...now.school.regulation, editions: [edition] })
    const calendar = createCalendar(facts)
    const changes = changesBetween(now.judged, then)
    for (const change of changes) out.result(changeLine(change, calendar), verdictChangeText(change))
    for (const rule of rules) {
      const counts = (judged: Judged) => judged.counts[rule.id] ?? noCounts()
      const [before, after] = [counts(now.judged), counts(then)]
      const moved = verdictKinds
        .filter(kind => before[kind] !== after[kind])
        .map(kind => `${verdictTitles[kind]}: ${before[kind]} → ${after[kind]}`)
      if (moved.length > 0) out.note(`п. ${rule.clause} ${rule.title} — ${moved.join(', ')}`)
    }
    out.note(
      changes.length === 0
        ? `При редакции № ${edition.number} за эти дни ничего бы не изменилось.`
        : `При редакции № ${edition.number} изменилось бы вердиктов: ${changes.length}. Ничего не записано.`,
    )
    const directory = await app.deps.mirror.directory(school.id)
    tellGaps(context, out, describeGaps(now.coverage, directory, { calendar: facts }))
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
