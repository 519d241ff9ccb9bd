import { Command } from 'commander'
import { keptPlan, withdrawPlan } from '../../app.js'
import { type Calendar, russianDate, studyYearStart } from '../../calendar/index.js'
import { BridgeError } from '../../errors.js'
import type { Directory, Id } from '../../journal/index.js'
import { type KeptPlan, type KeptVersion, standingVersions } from '../../ledger/index.js'
import {
  type CommandContext,
  type CommonOptions,
  classOption,
  outputOf,
  schoolOf,
  withApp,
  withSchool,
} from '../context.js'
import { planNames } from '../plan-names.js'
import { changeText, numberOption, signerOption, withNumber } from '../statement-options.js'
import { rowsText, sizeText } from '../thematic-plan-text.js'

interface ListOptions extends CommonOptions {
  readonly class?: readonly string[]
  readonly missing?: boolean
  readonly all?: boolean
}

export function planListCommand(context: CommandContext): Command {
  return withSchool(new Command('list'))
    .summary('показать планы')
    .description(
      'Показывает планы с их версиями: кто, когда и почему внёс. С --missing — предметы классов без плана.',
    )
    .addOption(classOption())
    .option('--missing', 'предметы классов, у которых плана на этот учебный год нет')
    .option('--all', 'и отозванные')
    .addHelpText('after', '\nПример:\n  dnevnik-bridge thematic-plan list --missing')
    .action(async (options: ListOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const directory = await app.deps.mirror.directory(school.id)
        const { calendar } = await app.deps.calendar(school)
        const kept = await app.deps.thematicPlans.list(school.id, { classIds: options.class ?? null })
        if (options.missing) {
          const year = studyYearStart(calendar.dateOf(app.deps.clock.now()))
          const missing = withoutPlan(directory, kept, { year, classIds: options.class ?? null })
          for (const { text, ...line } of missing) out.result(line, text)
          out.note(`Без плана: ${missing.length}`)
          return
        }
        const shown = kept.filter(plan => options.all || standingVersions(plan).length > 0)
        for (const plan of shown) {
          const { versions, ...scope } = plan
          out.result(
            { ...scope, versions: versions.map(versionLine(calendar)) },
            planText(plan, directory, calendar),
          )
        }
        out.note(`Планов: ${shown.length}`)
      })
    })
}

interface MissingPlan {
  readonly classId: Id
  readonly subjectId: Id
  readonly text: string
}

function withoutPlan(
  { classes, subjects, classSubjects }: Directory,
  plans: readonly KeptPlan[],
  { year, classIds }: { readonly year: number; readonly classIds: readonly Id[] | null },
): MissingPlan[] {
  const standing = plans.filter(plan => plan.studyYear === year && standingVersions(plan).length > 0)
  const planned = new Set(standing.map(({ classId, subjectId }) => `${classId}/${subjectId}`))
  const nameOf = (items: readonly { readonly id: Id; readonly name: string }[], id: Id) =>
    items.find(item => item.id === id)?.name ?? `№ ${id}`
  return classSubjects
    .filter(({ classId, subjectId }) => !planned.has(`${classId}/${subjectId}`))
    .filter(
      ({ classId }) => (classIds?.includes(classId) ?? true) && classes.some(({ id }) => id === classId),
    )
    .map(({ classId, subjectId }) => {
      const text = `${nameOf(classes, classId)}, ${nameOf(subjects, subjectId)}`
      return { classId, subjectId, text }
    })
}

function versionLine(calendar: Calendar) {
  return ({ version, content, why, author, enteredAt }: KeptVersion) => ({
    version,
    ...(content === null
      ? { withdrawn: true }
      : { from: content.from, topics: content.rows.length, file: content.file }),
    why,
    by: author,
    at: calendar.format(enteredAt),
  })
}

function planText(plan: KeptPlan, directory: Directory, calendar: Calendar): string {
  const lines = plan.versions.map(({ version, content, why, author, enteredAt }) => {
    const what =
      content === null
        ? 'отозван'
        : `с ${russianDate(content.from)}: ${sizeText(content.rows)}, ${content.file.name}`
    return `  версия ${version}: ${what} (${author}, ${calendar.format(enteredAt)}${why === null ? '' : `; ${why}`})`
  })
  return [`№ ${plan.number}: ${planNames(plan, directory).title}`, ...lines].join('\n')
}

export function planShowCommand(context: CommandContext): Command {
  return withNumber(withSchool(new Command('show')), 'плана')
    .summary('показать темы плана')
    .description('Показывает строки плана: новейшей версии или названной.')
    .addOption(numberOption('--revision <номер>', 'версия, как её показывает list'))
    .addHelpText('after', '\nПример:\n  dnevnik-bridge thematic-plan show 3 --revision 1')
    .action(async (number: number, options: CommonOptions & { readonly revision?: number }) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const plan = await keptPlan(app.deps, school.id, number)
        const { calendar } = await app.deps.calendar(school)
        const found = plan.versions.findLast(
          ({ version, content }) => content !== null && (options.revision ?? version) === version,
        )
        if (!found || found.content === null) {
          throw new BridgeError('NOT_FOUND', {
            message: `Версии ${options.revision ?? ''} у плана № ${number} нет`,
            hint: `Версии: ${plan.versions.flatMap(({ version, content }) => (content === null ? [] : [version])).join(', ')}`,
          })
        }
        const { rows } = found.content
        const { versions: _all, ...scope } = plan
        const directory = await app.deps.mirror.directory(school.id)
        const { title } = planNames(plan, directory)
        const isWithdrawn = standingVersions(plan).length === 0
        const head = `План № ${number}, версия ${found.version}: ${title}, ${sizeText(rows)}${isWithdrawn ? '; отозван' : ''}`
        out.result({ ...scope, ...versionLine(calendar)(found), rows }, [head, ...rowsText(rows)].join('\n'))
      })
    })
}

export function planWithdrawCommand(context: CommandContext): Command {
  return withNumber(withSchool(new Command('withdraw')), 'плана')
    .summary('отозвать план, внесённый по ошибке')
    .description(
      'План перестаёт действовать на все свои дни, темы по нему больше не сверяются; запись о нём остаётся.',
    )
    .requiredOption('--why <текст>', 'почему')
    .addOption(signerOption())
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge thematic-plan withdraw 3 --why "Не тот класс" --by "Иванова А. П., завуч"',
    )
    .action(
      async (number: number, options: CommonOptions & { readonly why: string; readonly by: string }) => {
        const out = outputOf(context, options)
        await withApp(context, options, async app => {
          const signature = { author: options.by, at: app.deps.clock.now(), why: options.why }
          const change = await withdrawPlan(app.deps, schoolOf(app, options).id, number, signature)
          out.result({ number, withdrawn: true, change }, `План № ${number} отозван. ${changeText(change)}`)
        })
      },
    )
}
