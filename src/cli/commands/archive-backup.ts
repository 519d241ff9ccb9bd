import { tmpdir } from 'node:os'
import { Command } from 'commander'
import { clockAt } from '../../app.js'
import {
  type BackupPlan,
  type BackupRequest,
  type CopyProgress,
  type RestoreReport,
  restoreArchive,
} from '../../archive/index.js'
import { dataFolder } from '../../config/index.js'
import { BridgeError, exitCodes } from '../../errors.js'
import { type CommandContext, type CommonOptions, instantOf, outputOf, withCommon } from '../context.js'
import {
  type ArchiveOptions,
  withArchiveOptions,
  withReadArchive,
  withWrittenArchive,
} from '../opened-archive.js'
import type { Output } from '../output.js'
import { sizeText } from '../../report/index.js'
import { identityOption, recipientOption } from '../seal-options.js'
import { expectOption, type Head, tellFindings } from '../verify-text.js'

function shownBy(out: Output): CopyProgress {
  const words = { copying: 'скопировано', checking: 'проверено' }
  return (step, done, total) => {
    const tenths = total === 0 ? 10 : Math.floor((done / total) * 10)
    out.progress(`${words[step]} ${tenths * 10} % байтов`)
  }
}

interface BackupOptions extends ArchiveOptions {
  readonly to: string
  readonly place?: string
  readonly sameDisk?: boolean
  readonly recipient?: readonly string[]
  readonly dryRun?: boolean
}

export function backupCommand(context: CommandContext): Command {
  return withArchiveOptions(new Command('backup'))
    .requiredOption('--to <папка>', 'папка копии на другом диске: новая, пустая или с прежней копией')
    .option('--place <текст>', 'где лежит копия, словами и без имён: навсегда остаётся в журнале архива')
    .option('--same-disk', 'согласиться на диск самого архива')
    .addOption(recipientOption())
    .option('--dry-run', 'только показать, чего в копии не хватает')
    .summary('сделать или обновить копию архива в другой папке')
    .description(
      'Копирует то, чего в копии ещё нет, до последней записи журнала; потом читает копию целиком, чинит в ней\n' +
        'пропавшее и испорченное и записывает в журнал архива, что копия сделана и цела. Записи в архив копирование не\n' +
        'мешает; прерванное продолжит следующий запуск. Копия читается и проверяется без программы: в ней есть verify.sh.\n' +
        'Что в архиве уничтожено по акту, теряет и копия. Закрытого ключа в копии нет: с ним архив можно было бы\n' +
        'подделать. Храните его копию отдельно. С --recipient копия зашифрована: для хранения вне школы. Открыть её может\n' +
        'только владелец закрытого ключа; программа сверяет контрольные суммы, а новое тут же открывает разовым ключом.\n' +
        'Завершение: 0 — копия цела, 5 — повреждена или разошлась с архивом.',
    )
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge archive backup --to /media/copy/archive --place "внешний диск, сейф директора"',
    )
    .action(async (options: BackupOptions) => {
      const out = outputOf(context, options)
      const request: BackupRequest = {
        folder: options.to,
        place: options.place ?? '',
        sameDisk: options.sameDisk === true,
        recipients: options.recipient ?? [],
        actor: 'administrator',
        progress: shownBy(out),
      }
      if (options.dryRun === true) {
        const plan = await withReadArchive(options, archive => archive.planBackup(request))
        out.result({ dryRun: true, ...plan }, planText(plan))
        return
      }
      const report = await withWrittenArchive(options, archive => archive.backup(request))
      if (out.json) out.result({ dryRun: false, ...report }, '')
      const { missing, healed } = report
      out.text(`Скопировано: ${weightText(missing)}.`)
      for (const file of healed) out.text(`Пропал или испорчен в копии, заменён: ${file}`)
      if (healed.length > 0) out.note('Если файлы в копии портятся сами, проверьте её диск.')
      tellFindings(out, report, 'Копия')
      if (report.onSameDisk) out.note('Копия на том же диске, что и архив: от поломки диска она не спасёт.')
      if (report.entry !== null) out.text(`Копия записана в журнал архива: ${report.entry}.`)
      else {
        out.text('В журнал архива не записано: чего нет и в архиве или чего копия не знает, само не чинится.')
        context.exitCode = exitCodes.archiveDamaged
      }
    })
}

function planText(plan: BackupPlan): string {
  const { folder, isNew, missing, upto } = plan
  const state = isNew ? `В ${folder} копии ещё нет` : `В ${folder} есть копия этого архива`
  return `${state}. Не хватает до записи ${upto}: ${weightText(missing)}.\nНичего не записано; файлы самой копии не читались.`
}

function weightText({ entries, files, bytes }: BackupPlan['missing']): string {
  return `записей ${entries}, файлов ${files}, ${sizeText(bytes)}`
}

interface RestoreOptions extends CommonOptions {
  readonly from: string
  readonly to?: string
  readonly place?: string
  readonly entryOnly?: boolean
  readonly identity?: string
  readonly expect?: Head
  readonly trial?: boolean
  readonly dryRun?: boolean
}

export function restoreCommand(context: CommandContext): Command {
  return withCommon(new Command('restore'))
    .requiredOption('--from <папка>', 'копия архива')
    .option(
      '--to <папка>',
      'новая или пустая папка; с --trial — в какой папке пробовать, без неё во временной',
    )
    .option('--place <текст>', 'где лежала копия, словами и без имён: навсегда остаётся в журнале архива')
    .addOption(expectOption())
    .addOption(identityOption())
    .option(
      '--entry-only',
      'только дописать в журнал уже восстановленного запись об этом: ключа тогда не было',
    )
    .option('--trial', 'на пробу: восстановить, проверить, убрать и записать в журнал архива')
    .option('--dry-run', 'проверить копию и место на диске, ничего не записывая')
    .summary('восстановить архив из копии')
    .description(
      'Проверяет копию целиком, восстанавливает её, проверяет восстановленное и сверяет каждый файл с копией. Из\n' +
        'повреждённой копии ничего не восстанавливается. Папка появляется целиком или никак; прерванное остаётся рядом,\n' +
        'в ПАПКА.part, и следующий запуск его продолжит. В журнале восстановленного архива остаётся запись об этом,\n' +
        'подписанная его ключом (secrets/archive-key.pem); без ключа архив восстановится, а запись потом сделает\n' +
        '--entry-only. Зашифрованная копия открывается рядом, в ПАПКА.opened, и потом убирается; нужен её закрытый ключ,\n' +
        '--identity, и вдвое больше места. Что конец копии не отрезан, видно только с --expect.\n' +
        'Завершение: 0 — восстановлено, 5 — копия повреждена или не от этого архива.',
    )
    .addHelpText(
      'after',
      '\nПримеры:\n  dnevnik-bridge archive restore --from /media/copy/archive --to data/archive\n' +
        '  dnevnik-bridge archive restore --from /media/copy/archive --trial',
    )
    .action(async (options: RestoreOptions) => {
      const out = outputOf(context, options)
      if (options.trial === true) await trial(context, out, options)
      else await restore(context, out, options)
    })
}

async function restore(context: CommandContext, out: Output, options: RestoreOptions): Promise<void> {
  const { from, to, entryOnly, identity, expect, dryRun } = options
  if (to === undefined) {
    throw new BridgeError('USAGE', {
      message: 'Не сказано, куда восстанавливать',
      hint: 'Назовите новую или пустую папку: --to ПАПКА; или попробуйте без следа: --trial',
    })
  }
  const clock = clockAt(instantOf(options))
  const report = await restoreArchive({
    from,
    to,
    entry: { place: options.place ?? '', actor: 'administrator', now: () => clock.now() },
    keyFile: dataFolder(options.data).archiveKey,
    ...(identity === undefined ? {} : { identity }),
    isThere: entryOnly === true,
    dryRun: dryRun === true,
    progress: shownBy(out),
    ...(expect ? { expected: expect } : {}),
  })
  if (out.json) out.result({ dryRun: dryRun === true, from, to, ...report }, '')
  tellFindings(out, report, report.restored ? 'Архив' : 'Копия')
  if (report.restored) out.text(`Восстановлено в ${to}; с копией сверено файлов: ${report.compared}.`)
  else out.text(report.findings.length > 0 ? 'Ничего не восстановлено.' : 'Ничего не записано.')
  if (report.restored) {
    tellReach(out, report)
    out.text(
      report.entry === null
        ? 'В журнал восстановленного архива это не записано: его ключа здесь нет. Положите ключ на место и повторите вызов с --entry-only.'
        : `Восстановление записано в журнал архива: ${report.entry}.`,
    )
  }
  if (report.findings.length > 0) context.exitCode = exitCodes.archiveDamaged
}

/** An older copy brings back what has been disposed of since: only people and their acts know of that. */
function tellReach(out: Output, { disposed, newest, seq }: RestoreReport): void {
  if (disposed > 0) out.text(`Уничтоженного по актам копия знает: ${disposed}; оно не возвращено.`)
  if (newest === null) return
  out.text(
    `Копия кончается записью ${seq} от ${newest}. Что уничтожено позже, из неё не узнать: если после этого дня были акты,\n` +
      'уничтожьте названное в них снова: archive dispose, а где цел более новый журнал — archive dispose --as-in ПАПКА.',
  )
}

async function trial(context: CommandContext, out: Output, options: RestoreOptions): Promise<void> {
  const { from, to, identity, expect, dryRun, place, entryOnly } = options
  if (dryRun === true || entryOnly === true || expect !== undefined || place !== undefined) {
    throw new BridgeError('USAGE', {
      message: '--trial не сочетается с --dry-run, --entry-only, --expect и --place',
      hint: 'Проба сама сверяет копию с журналом архива и ничего после себя не оставляет',
    })
  }
  const within = to ?? tmpdir()
  const opening = identity === undefined ? {} : { identity }
  const request = { from, within, ...opening, actor: 'administrator', progress: shownBy(out) }
  const report = await withWrittenArchive(options, archive => archive.tryRestore(request))
  if (out.json) out.result({ trial: true, from, ...report }, '')
  const failed = report.findings.length > 0
  tellFindings(out, report, failed ? 'Копия' : 'Архив')
  out.text(
    failed
      ? `Восстановить не удалось; проба записана в журнал архива: ${report.entry}.`
      : `Проба удалась: восстановлено, сверено файлов ${report.compared}, убрано. В журнале архива: ${report.entry}.`,
  )
  if (failed) context.exitCode = exitCodes.archiveDamaged
}
