import { readFile } from 'node:fs/promises'
import { evaluate } from '../app.js'
import { createCalendar } from '../calendar/index.js'
import { parseYaml } from '../config/index.js'
import { BridgeError } from '../errors.js'
import {
  checkJournal,
  type CheckResult,
  EditionSchema,
  noCounts,
  rules,
  type Verdict,
  verdictKey,
  verdictKinds,
} from '../regulation/index.js'
import { describeGaps, verdictTitles } from '../report/index.js'
import { type CommandContext, outputOf, type RangeOptions, schoolOf, withApp } from './context.js'
import { tellGaps } from './gaps.js'
import { verdictLine } from './verdict-line.js'

/** Both editions judge the same slice at the same moment; nothing is written. */
export async function whatIf(context: CommandContext, options: RangeOptions, file: string): Promise<void> {
  const edition = parseYaml(await textOf(file), file, EditionSchema)
  const out = outputOf(context, options)
  await withApp(context, options, async app => {
    const school = schoolOf(app, options)
    const { from, to } = options
    const days = { school: school.id, from, to, classIds: options.class ?? null }
    const now = await evaluate(app.deps, days)
    const { slice, facts, decisions, asOf } = now
    const settings = { ...now.school.regulation, editions: [edition] }
    const then = checkJournal({ slice, facts, settings, decisions, asOf, from, to })
    const calendar = createCalendar(facts)
    const line = (verdict: Verdict | null) => (verdict === null ? null : verdictLine(verdict, calendar))
    const changes = changesBetween(now.result.verdicts, then.verdicts)
    for (const { before, after } of changes) {
      out.result({ before: line(before), after: line(after) }, changeText(before, after))
    }
    for (const rule of rules) {
      const counts = (result: CheckResult) => result.counts[rule.id] ?? noCounts()
      const [before, after] = [counts(now.result), counts(then)]
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
    tellGaps(context, out, describeGaps(now.coverage, await app.deps.mirror.directory(school.id)))
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

interface Change {
  readonly before: Verdict | null
  readonly after: Verdict | null
}

/** Verdicts of one duty that differ, those that are gone last. */
function changesBetween(before: readonly Verdict[], after: readonly Verdict[]): readonly Change[] {
  const known = new Map(before.map(verdict => [verdictKey(verdict), verdict]))
  const seen = new Set(after.map(verdictKey))
  const changed = after.flatMap(verdict => {
    const old = known.get(verdictKey(verdict)) ?? null
    const same = old?.verdict === verdict.verdict
    return same ? [] : [{ before: old, after: verdict }]
  })
  const gone = before.flatMap(verdict =>
    seen.has(verdictKey(verdict)) ? [] : [{ before: verdict, after: null }],
  )
  return [...changed, ...gone]
}

function changeText(before: Verdict | null, after: Verdict | null): string {
  const title = (verdict: Verdict | null) => (verdict === null ? 'нет' : verdictTitles[verdict.verdict])
  const shown = after ?? before
  const where = shown === null ? '' : `${shown.date}  п. ${shown.clause}  `
  return `${where}${title(before)} → ${title(after)}: ${shown?.message ?? ''}`
}
