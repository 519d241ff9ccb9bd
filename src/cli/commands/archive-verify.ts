import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Command } from 'commander'
import {
  type CopyProgress,
  holdsCertificates,
  isSealedCopy,
  type VerifyReport,
  verifyOpened,
  verifySealed,
} from '../../archive/index.js'
import { dataFolder } from '../../config/index.js'
import { BridgeError, exitCodes } from '../../errors.js'
import { type CommandContext, outputOf } from '../context.js'
import {
  type ArchiveOptions,
  withArchiveOptions,
  withReadArchive,
  withWrittenArchive,
} from '../opened-archive.js'
import type { Output } from '../output.js'
import { identityOption } from '../seal-options.js'
import { stampCaOption } from './archive-checkpoint.js'
import { expectOption, type Head, tellReport, tellSealed } from '../verify-text.js'

interface VerifyCommandOptions extends ArchiveOptions {
  readonly expect?: Head
  readonly identity?: string
  readonly tsaCa?: string
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
    .addOption(identityOption())
    .addOption(stampCaOption())
    .summary('проверить архив целиком')
    .description(
      'Читает каждый байт архива и сверяет его с описями, подписанным журналом и цепочкой записей. База данных\n' +
        'не нужна. Отрезанный конец или старую копию видно только с --expect. У зашифрованной копии (--archive) сверяются\n' +
        'контрольные суммы и подпись; с --identity она открывается во временной папке и читается целиком.\n' +
        'Завершение: 0 — архив цел, 5 — повреждён; каждое повреждение названо.',
    )
    .addHelpText('after', '\nПример:\n  dnevnik-bridge archive verify --data /srv/dnevnik')
    .action(async (options: VerifyCommandOptions) => {
      const out = outputOf(context, options)
      const { report, tell } = await verified(options, shownBy(out))
      tell(out, report)
      if (report.findings.length > 0) context.exitCode = exitCodes.archiveDamaged
    })
}

async function verified(
  options: VerifyCommandOptions,
  shown: (done: number, total: number) => void,
): Promise<{ readonly report: VerifyReport; readonly tell: typeof tellReport }> {
  const { archive: copy, expect, identity, tsaCa } = options
  const stampCaFile = tsaCa === undefined ? undefined : await authoritiesIn(resolve(tsaCa))
  const expected = expect ? { expected: expect } : {}
  if (copy === undefined || !(await isSealedCopy(copy))) {
    const report = await withReadArchive(options, archive =>
      archive.verify({
        progress: shown,
        isCopy: copy !== undefined,
        stampCaFile,
        ...expected,
      }),
    )
    return { report, tell: tellReport }
  }
  const keyFile = dataFolder(options.data).archiveKey
  const question = {
    keyFile,
    progress: (...[, done, total]: Parameters<CopyProgress>) => shown(done, total),
    ...expected,
  }
  if (identity === undefined) return { report: await verifySealed(copy, question), tell: tellSealed }
  const within = await mkdtemp(join(tmpdir(), 'archive-verify-'))
  try {
    return { report: await verifyOpened(copy, { ...question, identity, within }), tell: tellReport }
  } finally {
    await rm(within, { recursive: true, force: true })
  }
}

/** Who names them wants stamps checked: with a mistyped name none would be, and the answer be good all the same. */
async function authoritiesIn(file: string): Promise<string> {
  if (await holdsCertificates(file)) return file
  throw new BridgeError('USAGE', {
    message: `В файле ${file} нет сертификатов (PEM), или он не читается`,
    hint: 'Назовите сертификаты удостоверяющих центров меток времени: --tsa-ca ФАЙЛ',
  })
}

interface ScrubOptions extends ArchiveOptions {
  readonly new?: boolean
}

export function scrubCommand(context: CommandContext): Command {
  return withArchiveOptions(new Command('scrub'))
    .option(
      '--new',
      'прочитать только то, что пришло после последней проверки; весь архив, если она нашла повреждение или целиком он не читался неделю',
    )
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
      if (scope === 'new') out.text(report.whole ? 'Прочитан весь архив.' : 'Прочитано только новое.')
      out.text(enteredText(report))
      if (report.findings.length > 0) context.exitCode = exitCodes.archiveDamaged
    })
}

/** What was found isn't entered only where the log itself can't be continued. */
function enteredText({
  entry,
  findings,
}: {
  readonly entry: string | null
  readonly findings: readonly unknown[]
}): string {
  if (entry !== null) return `Проверка записана в журнал: ${entry}.`
  return findings.length > 0
    ? 'Проверка не записана: журнал архива сам повреждён.'
    : 'В журнал записывать нечего.'
}
