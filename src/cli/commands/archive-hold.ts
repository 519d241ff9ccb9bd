import { Command } from 'commander'
import type { HoldResult } from '../../archive/index.js'
import { type CommandContext, outputOf } from '../context.js'
import {
  type ArchiveOptions,
  noSuchObject,
  withArchiveOptions,
  withWrittenArchive,
} from '../opened-archive.js'

interface HoldOptions extends ArchiveOptions {
  readonly reason: string
  readonly actor: string
}

function withReason(command: Command): Command {
  return withArchiveOptions(command)
    .argument('<объект>', 'идентификатор, как в archive list')
    .requiredOption('--reason <текст>', 'почему; без имён: навсегда остаётся в журнале архива')
    .option('--actor <роль>', 'кто записывает: роль латиницей, не имя', 'administrator')
}

export function holdCommand(context: CommandContext): Command {
  return withReason(new Command('hold'))
    .summary('запретить уничтожение объекта')
    .description(
      'Записывает в журнал архива запрет на уничтожение: проверка, спор, суд. Пока он не снят (archive release), объект\n' +
        'не уничтожить, даже если срок хранения вышел. Запретов может быть несколько; с той же причиной второй не пишется.',
    )
    .addHelpText('after', '\nПример:\n  dnevnik-bridge archive hold ОБЪЕКТ --reason "проверка Рособрнадзора"')
    .action(async (id: string, { reason, actor, ...options }: HoldOptions) => {
      const out = outputOf(context, options)
      const result = found(
        id,
        await withWrittenArchive(options, archive => archive.hold({ id, reason, actor })),
      )
      out.result(
        { id, ...result },
        result.changed
          ? `Запрет записан в журнал архива: ${result.entry}.`
          : `Такой запрет уже есть: запись ${result.entry}.`,
      )
    })
}

interface ReleaseOptions extends HoldOptions {
  readonly entry?: string
}

export function releaseCommand(context: CommandContext): Command {
  return withReason(new Command('release'))
    .option('--entry <номер>', 'запись о запрете, если их несколько', text => text.padStart(8, '0'))
    .summary('снять запрет на уничтожение')
    .description('Записывает в журнал архива, что запрет снят. Сам запрет из журнала не пропадает.')
    .addHelpText('after', '\nПример:\n  dnevnik-bridge archive release ОБЪЕКТ --reason "проверка закончена"')
    .action(async (id: string, { reason, actor, entry, ...options }: ReleaseOptions) => {
      const out = outputOf(context, options)
      const request = { id, reason, actor, ...(entry === undefined ? {} : { hold: entry }) }
      const result = found(id, await withWrittenArchive(options, archive => archive.release(request)))
      out.result({ id, ...result }, `Запрет ${result.hold} снят, запись ${result.entry}.`)
    })
}

function found(id: string, result: HoldResult | null): HoldResult {
  if (result === null) throw noSuchObject(id)
  return result
}
