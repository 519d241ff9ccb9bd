import { Command } from 'commander'
import type { ArchivedFile, DisposalRecord } from '../../archive/index.js'
import { BridgeError } from '../../errors.js'
import { type CommandContext, outputOf } from '../context.js'
import { type ArchiveOptions, noSuchObject, withArchiveOptions, withReadArchive } from '../opened-archive.js'
import type { Output } from '../output.js'
import { holdText } from '../retention-rules.js'
import { sizeText } from '../../report/index.js'

interface ListOptions extends ArchiveOptions {
  readonly disposed?: boolean
}

function bytesOf(files: readonly ArchivedFile[]): number {
  return files.reduce((sum, file) => sum + file.size, 0)
}

export function listCommand(context: CommandContext): Command {
  return withArchiveOptions(new Command('list'))
    .argument('[часть...]', 'только объекты, в идентификаторе которых есть всё это')
    .option('--disposed', 'вместо этого то, что уничтожено, и по какому акту')
    .summary('показать, что лежит в архиве')
    .description('Показывает объекты архива: идентификатор, последняя версия, когда и зачем она сделана.')
    .addHelpText('after', '\nПример:\n  dnevnik-bridge archive list summary 2026-2027')
    .action(async (parts: readonly string[], options: ListOptions) => {
      const out = outputOf(context, options)
      if (options.disposed === true) return listDisposed(out, parts, options)
      const [objects, holds] = await withReadArchive(options, async archive => [
        await archive.list(),
        await archive.holds(),
      ])
      const wanted = objects.filter(({ id }) => parts.every(part => id.includes(part)))
      for (const { id, head, versions, files } of wanted) {
        const { created = '', message = '' } = versions.at(-1) ?? {}
        const own = holds.filter(hold => hold.id === id)
        const text = `${id}\n  ${head}, ${created}: ${message}; файлов ${files.length}, ${sizeText(bytesOf(files))}`
        out.result(
          {
            id,
            version: head,
            created,
            message,
            files: files.length,
            bytes: bytesOf(files),
            held: own.length > 0,
          },
          [text, ...own.map(hold => `  ${holdText(hold)}`)].join('\n'),
        )
      }
      out.note(`Объектов: ${wanted.length}${wanted.length < objects.length ? ` из ${objects.length}` : ''}.`)
    })
}

async function listDisposed(out: Output, parts: readonly string[], options: ListOptions): Promise<void> {
  const disposals = await withReadArchive(options, archive => archive.disposals())
  const wanted = disposals.filter(({ id }) => parts.every(part => id.includes(part)))
  for (const disposal of wanted) out.result(disposal, disposalText(disposal))
  out.note(`Уничтожено объектов: ${wanted.length}.`)
}

function disposalText({ id, at, entry, act, done }: DisposalRecord): string {
  const unfinished = done ? '' : ', не закончено: закончит следующая запись в архив'
  return `${id}\n  уничтожен ${at}, запись ${entry}, акт ${act}${unfinished}`
}

function disposedObject({ id, act, at }: DisposalRecord): BridgeError {
  return new BridgeError('NOT_FOUND', {
    message: `Объект ${id} уничтожен ${at} по акту ${act}`,
    hint: `Акт: dnevnik-bridge archive get ${act} act.json --out -; записи о нём остались в журнале архива`,
  })
}

export function showCommand(context: CommandContext): Command {
  return withArchiveOptions(new Command('show'))
    .argument('<объект>', 'идентификатор, как в archive list')
    .summary('показать все версии одного объекта')
    .description(
      'Показывает версии объекта: когда, кем и зачем сделана каждая, какая запись журнала за неё ручается и какие\n' +
        'в ней файлы.',
    )
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge archive show urn:dnevnik-bridge:1000004956244:report:…',
    )
    .action(async (id: string, options: ArchiveOptions) => {
      const out = outputOf(context, options)
      const [versions, holds, gone] = await withReadArchive(options, async archive => [
        await archive.show(id),
        (await archive.holds()).filter(hold => hold.id === id),
        (await archive.disposals()).find(one => one.id === id),
      ])
      if (gone !== undefined) throw disposedObject(gone)
      if (versions === null) throw noSuchObject(id)
      out.text(id)
      for (const hold of holds) out.text(holdText(hold))
      for (const { files, ...version } of versions) {
        const lines = [
          `${version.version}, ${version.created}, ${version.actor}, запись ${version.entry}: ${version.message}`,
          ...files.map(file => `  ${file.path}  ${sizeText(file.size)}  ${file.sha512.slice(0, 16)}…`),
        ]
        out.result({ id, ...version, files, holds }, lines.join('\n'))
      }
    })
}
