import { Command } from 'commander'
import { BridgeError } from '../../errors.js'
import { sizeText } from '../../report/index.js'
import { type CommandContext, outputOf } from '../context.js'
import {
  type ArchiveOptions,
  noSuchObject,
  versionOption,
  withArchiveOptions,
  withReadArchive,
} from '../opened-archive.js'
import { writeResult } from '../result-file.js'

interface GetOptions extends ArchiveOptions {
  readonly out: string
  readonly objectVersion?: string
}

export function getCommand(context: CommandContext): Command {
  return withArchiveOptions(new Command('get'))
    .argument('<объект>', 'идентификатор, как в archive list')
    .argument('<файл>', 'путь файла, как в archive show')
    .requiredOption('--out <файл>', 'куда записать; «-» — в поток вывода')
    .addOption(versionOption())
    .summary('взять файл из архива')
    .description('Берёт один файл; его байты сверяются с подписанным журналом, изменённый не выдаётся.')
    .addHelpText('after', '\nПример:\n  dnevnik-bridge archive get ОБЪЕКТ sheet.pdf --out ведомость.pdf')
    .action(async (id: string, path: string, options: GetOptions) => {
      const out = outputOf(context, options)
      const { objectVersion: version } = options
      if (options.out === '-' && out.json) {
        throw new BridgeError('USAGE', {
          message: 'В потоке вывода может быть или файл, или JSON',
          hint: 'Назовите файл: --out ФАЙЛ',
        })
      }
      const bytes = await withReadArchive(options, async archive => {
        const found = await archive.get(id, path, version)
        if (found !== null) return found
        const known = (await archive.show(id))?.find(one => version === undefined || one.version === version)
        if (known === undefined) throw noSuchObject(id, version)
        throw new BridgeError('NOT_FOUND', {
          message: `У объекта ${id} нет файла ${path}`,
          hint: `Его файлы: ${known.files.map(file => file.path).join(', ')}`,
        })
      })
      if (options.out === '-') {
        context.stdout.write(bytes)
        return
      }
      await writeResult(options.out, bytes)
      const { length } = bytes
      out.result(
        { id, path, file: options.out, bytes: length },
        `Записан ${options.out}: ${sizeText(length)}.`,
      )
    })
}

interface ExportOptions extends ArchiveOptions {
  readonly to: string
  readonly objectVersion?: string
}

export function exportCommand(context: CommandContext): Command {
  return withArchiveOptions(new Command('export'))
    .argument('<объект>', 'идентификатор, как в archive list')
    .requiredOption('--to <папка>', 'папка, которой ещё нет')
    .addOption(versionOption())
    .summary('выгрузить объект для передачи: документы и то, чем они доказываются')
    .description(
      'Записывает пакет BagIt (RFC 8493): в data документы, в evidence подписанная запись журнала, опись и открытый\n' +
        'ключ. Проверить пакет можно без этой программы: sha512sum и openssl.',
    )
    .addHelpText('after', '\nПример:\n  dnevnik-bridge archive export ОБЪЕКТ --to /media/usb/ведомость-7А')
    .action(async (id: string, options: ExportOptions) => {
      const out = outputOf(context, options)
      const { objectVersion: version, to } = options
      const files = await withReadArchive(options, archive => archive.exportBag(id, to, version))
      if (files === null) throw noSuchObject(id, version)
      out.result({ id, folder: to, files }, `Выгружено в ${to}: файлов ${files.length}.`)
    })
}
