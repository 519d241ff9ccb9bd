import { Command } from 'commander'
import { exitCodes } from '../../errors.js'
import { type CommandContext, outputOf } from '../context.js'
import {
  type ArchiveOptions,
  withArchiveOptions,
  withReadArchive,
  withWrittenArchive,
} from '../opened-archive.js'
import type { Output } from '../output.js'
import { expectOption, type Head, tellReport } from '../verify-text.js'

interface VerifyCommandOptions extends ArchiveOptions {
  readonly expect?: Head
}

function shownBy(out: Output) {
  return (done: number, total: number) => {
    const tenths = total === 0 ? 10 : Math.floor((done / total) * 10)
    out.progress(`проверено ${tenths * 10} % байтов`)
  }
}

export function verifyCommand(context: CommandContext): Command {
  return withArchiveOptions(new Command('verify'))
    .addOption(expectOption())
    .summary('проверить архив целиком')
    .description(
      'Читает каждый байт архива и сверяет его с описями, подписанным журналом и цепочкой записей. База данных\n' +
        'не нужна. Отрезанный конец или старую копию видно только с --expect.\n' +
        'Завершение: 0 — архив цел, 5 — повреждён; каждое повреждение названо.',
    )
    .addHelpText('after', '\nПример:\n  dnevnik-bridge archive verify --data /srv/dnevnik')
    .action(async (options: VerifyCommandOptions) => {
      const out = outputOf(context, options)
      const report = await withReadArchive(options, archive =>
        archive.verify({
          progress: shownBy(out),
          isCopy: options.archive !== undefined,
          ...(options.expect ? { expected: options.expect } : {}),
        }),
      )
      tellReport(out, report)
      if (report.findings.length > 0) context.exitCode = exitCodes.archiveDamaged
    })
}

interface ScrubOptions extends ArchiveOptions {
  readonly new?: boolean
}

export function scrubCommand(context: CommandContext): Command {
  return withArchiveOptions(new Command('scrub'))
    .option('--new', 'прочитать только то, что пришло после последней проверки без замечаний')
    .summary('проверить архив и записать это в его журнал')
    .description(
      'То же, что archive verify, но в журнале архива остаётся подписанная запись: когда проверено, сколько и что\n' +
        'найдено. Нужен ключ архива. Завершение: 0 — архив цел, 5 — повреждён.',
    )
    .addHelpText('after', '\nПример:\n  dnevnik-bridge archive scrub --new')
    .action(async (options: ScrubOptions) => {
      const out = outputOf(context, options)
      const scope = options.new === true ? 'new' : 'all'
      const report = await withWrittenArchive(options, archive =>
        archive.scrub({ scope, actor: 'administrator', progress: shownBy(out) }),
      )
      tellReport(out, report)
      out.text(
        report.entry === null
          ? 'В журнал записывать нечего.'
          : `Проверка записана в журнал: ${report.entry}.`,
      )
      if (report.findings.length > 0) context.exitCode = exitCodes.archiveDamaged
    })
}

export function checkpointCommand(context: CommandContext): Command {
  return withArchiveOptions(new Command('checkpoint'))
    .summary('показать контрольную точку: то, что надо знать об архиве снаружи')
    .description(
      'Печатает имя архива, номер последней записи журнала и её сумму. Запишите их там, куда не достанет тот, кто\n' +
        'может писать на диск архива: на бумаге, у другого человека. Потом archive verify --expect и verify.sh --expect\n' +
        'покажут, не отрезан ли конец и не возвращена ли старая копия.',
    )
    .addHelpText('after', '\nПример:\n  dnevnik-bridge archive checkpoint > контрольная-точка.txt')
    .action(async (options: ArchiveOptions) => {
      const out = outputOf(context, options)
      const checkpoint = await withReadArchive(options, archive => archive.checkpoint())
      out.result(checkpoint, `${checkpoint.archive}\n${checkpoint.seq}:${checkpoint.head}`)
    })
}
