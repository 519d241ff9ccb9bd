import { Command } from 'commander'
import { type App, type CopyMade, type CopySetting, copyRequest, makeCopy, noteMade } from '../../app.js'
import { BridgeError, describeError, exitCodes } from '../../errors.js'
import { type CommandContext, type CommonOptions, outputOf, withApp, withCommon } from '../context.js'
import type { Output } from '../output.js'
import { sizeText } from '../../report/index.js'

interface BackupOptions extends CommonOptions {
  readonly begin?: boolean
  readonly dryRun?: boolean
}

export function backupCommand(context: CommandContext): Command {
  return withCommon(new Command('backup'))
    .option('--begin', 'начать копию там, где её ещё нет: на новом диске')
    .option('--dry-run', 'только показать, чего в копиях не хватает')
    .summary('сделать сейчас копии архива и базы, названные в настройках')
    .description(
      'Делает то же, что служба каждую ночь: обновляет копию архива, читает её целиком, чинит в ней пропавшее и кладёт рядом\n' +
        'копию базы. Папки названы в bridge.yaml, archive.copies. Папка без копии — это неподключённый диск: там ничего не\n' +
        'пишется, пока копию не начнут с --begin. Завершение: код первой неудачи.',
    )
    .addHelpText('after', '\nПримеры:\n  dnevnik-bridge backup --begin\n  dnevnik-bridge backup --dry-run')
    .action(async (options: BackupOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const { copies } = app.deps.copySettings
        if (copies.length === 0) throw noneNamed()
        if ((await app.deps.readArchive()) === null) throw noArchive()
        const one = options.dryRun === true ? plan : make
        const failures: unknown[] = []
        const all = async () => {
          for (const copy of copies) {
            await one(app, out, { copy, begin: options.begin === true }).catch((error: unknown) => {
              failures.push(error)
              out.failure(error)
            })
          }
        }
        await (options.dryRun === true ? all() : app.deps.alone('back-up', all))
        const [first] = failures
        if (first !== undefined)
          context.exitCode = first instanceof BridgeError ? first.exit : exitCodes.failed
      })
    })
}

type Wanted = { readonly copy: CopySetting; readonly begin: boolean }

async function plan({ deps }: App, out: Output, { copy, begin }: Wanted): Promise<void> {
  const { folder } = copy
  const archive = await deps.readArchive()
  const planned = await archive?.planBackup(copyRequest(copy, { begin, actor: 'administrator' }))
  if (planned === undefined) return
  const { isNew, upto, missing } = planned
  const state = isNew ? 'копии ещё нет' : 'копия есть'
  out.result(
    { dryRun: true, ...planned, folder },
    `${folder}: ${state}; не хватает до записи ${upto}: записей ${missing.entries}, ${sizeText(missing.bytes)}. Ничего не записано.`,
  )
}

async function make({ deps }: App, out: Output, { copy, begin }: Wanted): Promise<void> {
  const before = (await deps.copyBook.all()).get(copy.folder) ?? null
  const progress = (share: number) => out.progress(`${copy.folder}: ${Math.floor(share * 10) * 10} %`)
  const made = await makeCopy(deps, copy, { begin, actor: 'administrator', progress })
  out.result(shown(made), textOf(made))
  if (made.archive.onSameDisk) out.note('Копия на том же диске, что и архив: от поломки диска она не спасёт.')
  // The copy stands, whether the mail that says so goes out or not.
  await noteMade(deps, copy, { before, archive: made.archive }).catch((error: unknown) =>
    out.note(describeError(error)),
  )
}

function shown({ folder, archive, database }: CopyMade) {
  const { upto, uptoHead, missing, healed, entry, objects, files, bytes, isNew, onSameDisk, isSealed } =
    archive
  return {
    dryRun: false,
    folder,
    archive: { isNew, onSameDisk, isSealed, upto, uptoHead, missing, healed, entry, objects, files, bytes },
    database: {
      file: database.file,
      bytes: database.bytes,
      sha512: database.sha512,
      removed: database.removed,
    },
  }
}

function textOf({ folder, archive, database }: CopyMade): string {
  const { missing, healed, entry, isSealed, upto, uptoHead } = archive
  const sound = isSealed ? 'копия архива зашифрована, контрольные суммы сошлись' : 'копия архива цела'
  return [
    `${folder}: скопировано записей ${missing.entries}, ${sizeText(missing.bytes)}; ${sound}, в журнале архива: ${entry}.`,
    `  контрольная точка копии: ${upto}:${uptoHead}`,
    ...healed.map(file => `  пропал или испорчен в копии, заменён: ${file}`),
    `  база: ${database.file}, ${sizeText(database.bytes)}.`,
  ].join('\n')
}

function noneNamed(): BridgeError {
  return new BridgeError('USAGE', {
    message: 'В настройках не названо ни одной копии',
    hint: 'Назовите папку на другом диске в bridge.yaml (archive.copies, образец в config/example.yaml); разовая копия: archive backup --to и database dump --to',
  })
}

function noArchive(): BridgeError {
  return new BridgeError('ARCHIVE_UNUSABLE', {
    message: 'Архива ещё нет: копировать нечего',
    hint: 'Он появится с первым отчётом или ведомостью; копию одной базы делает database dump',
  })
}
