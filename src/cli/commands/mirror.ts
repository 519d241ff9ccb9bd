import { Command } from 'commander'
import { dropOldBodies } from '../../app.js'
import type { MirrorStats, QuarantinedWindow } from '../../mirror/index.js'
import { type CommandContext, type CommonOptions, outputOf, withApp, withCommon } from '../context.js'
import { quarantineText } from '../quarantine-text.js'
import { sizeText } from '../../report/index.js'
import { replayCommand } from './mirror-replay.js'

const numbers = new Intl.NumberFormat('ru')

interface Held {
  readonly school: string
  readonly stats: MirrorStats
  readonly quarantine: readonly QuarantinedWindow[]
}

function textOf({ school, stats, quarantine }: Held, format: (instant: number) => string): string {
  const n = (value: number) => numbers.format(value)
  const when =
    stats.oldestLook === null || stats.newestLook === null
      ? 'ещё не читали'
      : `с ${format(stats.oldestLook)} по ${format(stats.newestLook)}`
  return [
    `Школа ${school}: ${when}`,
    `  окон ${n(stats.windows)}, чтений ${n(stats.looks)}, из них не удалось ${n(stats.failedLooks)}`,
    `  версий записей ${n(stats.versions)}: действуют ${n(stats.open)}, сменились ${n(stats.ended)}, исчезли ${n(stats.gone)}`,
    `  не разобрано за всё время ${n(stats.quarantined)}; сейчас: ${quarantineText(quarantine)}`,
    `  ответов платформы ${n(stats.bodies)}: ${sizeText(stats.bodyBytes)}, сжато ${sizeText(stats.bodyBytesCompressed)}`,
    `  на диске (все школы) ${sizeText(stats.diskBytes)}`,
  ].join('\n')
}

function statsCommand(context: CommandContext): Command {
  return withCommon(new Command('stats'))
    .summary('показать, сколько чего хранится')
    .description('Показывает по школам, сколько окон, чтений, версий записей и ответов платформы хранится.')
    .addHelpText('after', '\nПример:\n  dnevnik-bridge mirror stats --json')
    .action(async (options: CommonOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        for (const school of app.schools) {
          const { calendar } = await app.deps.calendar(school)
          const stats = await app.deps.mirror.stats(school.id)
          const quarantine = await app.deps.mirror.quarantine(school.id)
          const at = (instant: number | null) => (instant === null ? null : calendar.format(instant))
          out.result(
            {
              school: school.id,
              ...stats,
              inQuarantine: {
                windows: quarantine.length,
                elements: quarantine.reduce((sum, { elements }) => sum + elements, 0),
              },
              oldestLook: at(stats.oldestLook),
              newestLook: at(stats.newestLook),
            },
            textOf({ school: school.id, stats, quarantine }, instant => calendar.format(instant)),
          )
        }
      })
    })
}

function pruneCommand(context: CommandContext): Command {
  return withCommon(new Command('prune'))
    .summary('удалить ответы платформы, которые больше ничего не доказывают')
    .description(
      'Удаляет сырые ответы платформы старше прошлого учебного года. Остаются: ответы, на которых держатся записи\n' +
        'книги учёта, последний ответ каждого окна, сами чтения и версии записей. Служба делает это раз в неделю.',
    )
    .option('--dry-run', 'только показать, что будет удалено')
    .addHelpText('after', '\nПример:\n  dnevnik-bridge mirror prune --dry-run')
    .action(async (options: CommonOptions & { readonly dryRun?: boolean }) => {
      const out = outputOf(context, options)
      const dryRun = options.dryRun === true
      await withApp(context, options, async app => {
        for (const school of app.schools) {
          const { before, bodies, bytes } = await dropOldBodies(app.deps, school, { dryRun })
          const until = (await app.deps.calendar(school)).calendar.format(before)
          out.result(
            { school: school.id, before: until, bodies, bytes, dryRun },
            `Школа ${school.id}: ${dryRun ? 'будет удалено' : 'удалено'} ответов ${numbers.format(bodies)} (${sizeText(bytes)}), полученных до ${until}`,
          )
        }
      })
    })
}

export function mirrorCommand(context: CommandContext): Command {
  return new Command('mirror')
    .summary('показать, проредить и разобрать заново то, что сказала платформа')
    .description('То, что сказала платформа, и когда это было видно.')
    .addCommand(statsCommand(context))
    .addCommand(pruneCommand(context))
    .addCommand(replayCommand(context))
}
