import { Command } from 'commander'
import { missingPlans, planVersion, withdrawPlan } from '../../app.js'
import { type Calendar, russianDate, studyYearStart } from '../../calendar/index.js'
import type { Directory } from '../../journal/index.js'
import { type KeptPlan, type KeptVersion, standingVersions } from '../../ledger/index.js'
import { planNames, planSizeText, planXlsx } from '../../report/index.js'
import {
  type CommandContext,
  type CommonOptions,
  classOption,
  outputOf,
  schoolOf,
  withApp,
  withSchool,
} from '../context.js'
import { writeResult } from '../result-file.js'
import { changeText, numberOption, signerOption, withNumber } from '../statement-options.js'
import { rowsText } from '../thematic-plan-text.js'

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
          const missing = await missingPlans(app.deps, school.id, { year, classIds: options.class ?? null })
          for (const { className, subjectName, ...line } of missing)
            out.result(line, `${className}, ${subjectName}`)
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
        : `с ${russianDate(content.from)}: ${planSizeText(content.rows)}, ${content.file.name}`
    return `  версия ${version}: ${what} (${author}, ${calendar.format(enteredAt)}${why === null ? '' : `; ${why}`})`
  })
  return [`№ ${plan.number}: ${planNames(plan, directory).title}`, ...lines].join('\n')
}

export function planShowCommand(context: CommandContext): Command {
  return withNumber(withSchool(new Command('show')), 'плана')
    .summary('показать темы плана')
    .description('Показывает строки плана: новейшей версии или названной.')
    .addOption(numberOption('--revision <номер>', 'версия, как её показывает list'))
    .option('--xlsx <файл>', 'записать как таблицу, которую import прочтёт снова')
    .addHelpText('after', '\nПример:\n  dnevnik-bridge thematic-plan show 3 --revision 1')
    .action(
      async (
        number: number,
        options: CommonOptions & { readonly revision?: number; readonly xlsx?: string },
      ) => {
        const out = outputOf(context, options)
        await withApp(context, options, async app => {
          const school = schoolOf(app, options)
          const wanted = { number, version: options.revision ?? null }
          const { plan, version, isWithdrawn, title, sheet } = await planVersion(app.deps, school.id, wanted)
          const { rows } = sheet
          if (options.xlsx !== undefined) await writeResult(options.xlsx, await planXlsx(sheet))
          const { calendar } = await app.deps.calendar(school)
          const { versions: _all, ...scope } = plan
          const head = `План № ${number}, версия ${version.version}: ${title}, ${planSizeText(rows)}${isWithdrawn ? '; отозван' : ''}`
          const text = options.xlsx ?? [head, ...rowsText(rows)].join('\n')
          out.result({ ...scope, ...versionLine(calendar)(version), rows }, text)
        })
      },
    )
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
