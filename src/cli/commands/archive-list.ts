import { Command } from 'commander'
import type { ArchivedFile } from '../../archive/index.js'
import { type CommandContext, outputOf } from '../context.js'
import { type ArchiveOptions, noSuchObject, withArchiveOptions, withReadArchive } from '../opened-archive.js'
import { holdText } from '../retention-rules.js'
import { sizeText } from '../size-text.js'

function bytesOf(files: readonly ArchivedFile[]): number {
  return files.reduce((sum, file) => sum + file.size, 0)
}

export function listCommand(context: CommandContext): Command {
  return withArchiveOptions(new Command('list'))
    .argument('[часть...]', 'только объекты, в идентификаторе которых есть всё это')
    .summary('показать, что лежит в архиве')
    .description('Показывает объекты архива: идентификатор, последняя версия, когда и зачем она сделана.')
    .addHelpText('after', '\nПример:\n  dnevnik-bridge archive list summary 2026-2027')
    .action(async (parts: readonly string[], options: ArchiveOptions) => {
      const out = outputOf(context, options)
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
      const [versions, holds] = await withReadArchive(options, async archive => [
        await archive.show(id),
        (await archive.holds()).filter(hold => hold.id === id),
      ])
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
