import { Command, Option } from 'commander'
import { rules, type VerdictKind, verdictKinds } from '../../regulation/index.js'
import {
  type CommandContext,
  checkRange,
  classOption,
  dateArgument,
  outputOf,
  type RangeOptions,
  schoolOf,
  withApp,
  withSchool,
} from '../context.js'
import { verdictLine, verdictText } from '../verdict-line.js'

interface VerdictsOptions extends Partial<RangeOptions> {
  readonly data: string
  readonly rule?: string
  readonly verdict?: VerdictKind
}

export function verdictsCommand(context: CommandContext): Command {
  return withSchool(new Command('verdicts'))
    .summary('показать, что записано в книге учёта')
    .description(
      'Показывает записанные вердикты, кроме соблюдённых: те ведутся счётом. Об одном всё говорит verdict show.',
    )
    .option('--from <дата>', 'первый день, ГГГГ-ММ-ДД', dateArgument)
    .option('--to <дата>', 'последний день, ГГГГ-ММ-ДД', dateArgument)
    .addOption(classOption())
    .addOption(new Option('--rule <правило>', 'только это правило').choices(rules.map(rule => rule.id)))
    .addOption(
      new Option('--verdict <вид>', 'только такие').choices(verdictKinds.filter(kind => kind !== 'kept')),
    )
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge verdicts --from 2026-10-19 --to 2026-10-24 --verdict broken',
    )
    .action(async (options: VerdictsOptions) => {
      if (options.from && options.to) checkRange({ from: options.from, to: options.to })
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const { calendar } = await app.deps.calendar(school)
        const entries = await app.deps.ledger.list({
          school: school.id,
          ...(options.from ? { from: options.from } : {}),
          ...(options.to ? { to: options.to } : {}),
          ...(options.class ? { classIds: options.class } : {}),
          ...(options.rule ? { rules: [options.rule] } : {}),
          ...(options.verdict ? { kinds: [options.verdict] } : {}),
        })
        for (const { id, verdict, openedAt, changedAt } of entries) {
          out.result(
            {
              id,
              openedAt: calendar.format(openedAt),
              changedAt: calendar.format(changedAt),
              ...verdictLine(verdict, calendar),
            },
            `${id}  ${verdictText(verdict)}`,
          )
        }
        out.note(`Записей: ${entries.length}`)
      })
    })
}
