import { Command } from 'commander'
import { clockAt } from '../../app.js'
import { openerOf, sealingFor, type Turning } from '../../archive/index.js'
import { checkRestore, dumpInto, isSealedDump, restoreDump, type VerifiedDump } from '../../database/index.js'
import { BridgeError } from '../../errors.js'
import { type CommandContext, type CommonOptions, instantOf, outputOf, withCommon } from '../context.js'
import { whileUnserved, withDatabase } from '../opened-database.js'
import { sizeText } from '../../report/index.js'
import { identityOption, recipientOption } from '../seal-options.js'

const numbers = new Intl.NumberFormat('ru')

function weightText({ bytes, rows }: VerifiedDump): string {
  const sum = Object.values(rows).reduce((total, count) => total + count, 0)
  return `строк ${numbers.format(sum)}, ${sizeText(bytes)}`
}

interface DumpOptions extends CommonOptions {
  readonly to: string
  readonly recipient?: readonly string[]
}

function dumpCommand(context: CommandContext): Command {
  return withCommon(new Command('dump'))
    .requiredOption('--to <папка>', 'в какую папку положить копию')
    .addOption(recipientOption())
    .summary('сделать копию базы данных')
    .description(
      'Пишет в папку сжатую копию базы на один момент и рядом её контрольную сумму SHA-512, потом читает копию с диска и\n' +
        'проверяет. Работе программы не мешает. Прежние копии не трогает. В копии нет ни токена, ни\n' +
        'ключа архива, ни настроек: их храните отдельно. Имена учеников в ней есть; с --recipient она зашифрована.',
    )
    .addHelpText('after', '\nПример:\n  dnevnik-bridge database dump --to /media/copy/database')
    .action(async (options: DumpOptions) => {
      const out = outputOf(context, options)
      const now = clockAt(instantOf(options)).now()
      const { to: folder, recipient: recipients = [] } = options
      const sealing = recipients.length > 0 ? await sealingFor(recipients) : undefined
      const { removed: _, ...dump } = await withDatabase(context, options, database =>
        dumpInto(database, { folder, keep: null, now, sealing }),
      )
      const sealed = sealing === undefined ? '' : ' Зашифрована.'
      out.result(dump, `Копия базы: ${dump.file}; ${weightText(dump)}. Прочитана с диска и цела.${sealed}`)
    })
}

interface LoadOptions extends CommonOptions {
  readonly check?: boolean
  readonly identity?: string
}

/** @throws BridgeError COPY_SEALED */
async function opening(file: string, identity: string | undefined): Promise<Turning | undefined> {
  if (!isSealedDump(file)) return undefined
  if (identity !== undefined) return openerOf(identity)
  throw new BridgeError('COPY_SEALED', {
    message: `Копия базы ${file} зашифрована.`,
    hint: 'Назовите файл закрытого ключа, для которого она зашифрована: --identity ФАЙЛ',
  })
}

function restoreCommand(context: CommandContext): Command {
  return withCommon(new Command('restore'))
    .argument('<файл>', 'копия базы, database-….sql.gz; рядом должна лежать её контрольная сумма')
    .addOption(identityOption())
    .option('--check', 'только проверить копию и то, что база пуста; ничего не записывать')
    .summary('загрузить копию базы данных в пустую базу')
    .description(
      'Проверяет контрольную сумму, целость и версию копии и загружает её целиком или никак. База должна быть пустой: новая\n' +
        'папка данных или новая база по DATABASE_URL. Настройки для этого не нужны. Копия более старой версии программы\n' +
        'приводится к этой. Служба (start) в это время не должна работать.',
    )
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge database restore /media/copy/database/database-2026-11-28T20-21-05Z.sql.gz --data /srv/new --check',
    )
    .action(async (file: string, options: LoadOptions) => {
      const out = outputOf(context, options)
      const check = options.check === true
      const open = await opening(file, options.identity)
      const dump = await withDatabase(context, options, database =>
        whileUnserved(database, () =>
          check ? checkRestore(database, file, open) : restoreDump(database, file, open),
        ),
      )
      const about = `копия от ${dump.takenAt}; ${weightText(dump)}`
      out.result(
        { restored: !check, ...dump },
        check ? `Копия цела, база пуста: ${about}. Ничего не записано.` : `Загружена ${about}.`,
      )
      if (!check) out.note('Дальше: doctor, затем start. Токен и ключ архива в копию не входят.')
    })
}

export function databaseCommand(context: CommandContext): Command {
  return new Command('database')
    .summary('копия базы данных: сделать и загрузить')
    .description('Копия базы данных: что прочитано, найдено и внесено людьми.')
    .addCommand(dumpCommand(context))
    .addCommand(restoreCommand(context))
}
