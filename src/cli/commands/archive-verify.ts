import { Command, InvalidArgumentError, Option } from 'commander'
import type { Checkpoint, VerifyReport } from '../../archive/index.js'
import { exitCodes } from '../../errors.js'
import { type CommandContext, outputOf } from '../context.js'
import {
  type ArchiveOptions,
  withArchiveOptions,
  withReadArchive,
  withWrittenArchive,
} from '../opened-archive.js'
import type { Output } from '../output.js'

type Head = Pick<Checkpoint, 'seq' | 'head'>

function headArgument(text: string): Head {
  const match = /^0*(\d{1,8}):([0-9a-f]{128})$/i.exec(text.trim())
  if (match === null)
    throw new InvalidArgumentError('нужны номер записи и её сумма: НОМЕР:СУММА (128 знаков).')
  return { seq: (match[1] ?? '').padStart(8, '0'), head: (match[2] ?? '').toLowerCase() }
}

interface VerifyCommandOptions extends ArchiveOptions {
  readonly expect?: Head
}

function tell(out: Output, report: VerifyReport): void {
  if (out.json) out.result(report, '')
  const line = ({ code, object, version, file, message }: VerifyReport['findings'][number]) =>
    `${code}  ${[object, version, file].filter(part => part).join(' ')}  ${message}`
  for (const finding of report.findings) out.text(line(finding))
  for (const note of report.notes) out.note(`К сведению: ${line(note)}`)
  const { objects, versions, files, logEntries } = report
  out.text(
    report.findings.length === 0
      ? `Архив цел: объектов ${objects}, версий ${versions}, файлов ${files}, записей журнала ${logEntries}.`
      : `Архив повреждён, найдено: ${report.findings.length}.`,
  )
  if (report.seq !== null) out.text(`Последняя запись журнала: ${report.seq}:${report.head}`)
}

function shownBy(out: Output) {
  return (done: number, total: number) => {
    const tenths = total === 0 ? 10 : Math.floor((done / total) * 10)
    out.progress(`проверено ${tenths * 10} % байтов`)
  }
}

export function verifyCommand(context: CommandContext): Command {
  return withArchiveOptions(new Command('verify'))
    .addOption(
      new Option(
        '--expect <номер:сумма>',
        'запись журнала, известная снаружи: с печатной ведомости или из копии',
      ).argParser(headArgument),
    )
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
        archive.verify({ progress: shownBy(out), ...(options.expect ? { expected: options.expect } : {}) }),
      )
      tell(out, report)
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
      tell(out, report)
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
