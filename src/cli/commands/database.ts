import { Command } from 'commander'
import { clockAt } from '../../app.js'
import { checkRestore, dumpInto, restoreDump, type VerifiedDump } from '../../database/index.js'
import { type CommandContext, type CommonOptions, instantOf, outputOf, withCommon } from '../context.js'
import { whileUnserved, withDatabase } from '../opened-database.js'
import { sizeText } from '../../report/index.js'

const numbers = new Intl.NumberFormat('ru')

function weightText({ bytes, rows }: VerifiedDump): string {
  const sum = Object.values(rows).reduce((total, count) => total + count, 0)
  return `строк ${numbers.format(sum)}, ${sizeText(bytes)}`
}

function dumpCommand(context: CommandContext): Command {
  return withCommon(new Command('dump'))
    .requiredOption('--to <папка>', 'в какую папку положить копию')
    .summary('сделать копию базы данных')
    .description(
      'Пишет в папку сжатую копию базы на один момент и рядом её контрольную сумму SHA-512, потом читает копию с диска и\n' +
        'проверяет. Работе программы не мешает. Прежние копии не трогает. В копии нет ни токена, ни\n' +
        'ключа архива, ни настроек: их храните отдельно. Имена учеников в ней есть.',
    )
    .addHelpText('after', '\nПример:\n  dnevnik-bridge database dump --to /media/copy/database')
    .action(async (options: CommonOptions & { readonly to: string }) => {
      const out = outputOf(context, options)
      const now = clockAt(instantOf(options)).now()
      const { removed: _, ...dump } = await withDatabase(context, options, database =>
        dumpInto(database, { folder: options.to, keep: null, now }),
      )
      out.result(dump, `Копия базы: ${dump.file}; ${weightText(dump)}. Прочитана с диска и цела.`)
    })
}

function restoreCommand(context: CommandContext): Command {
  return withCommon(new Command('restore'))
    .argument('<файл>', 'копия базы, database-….sql.gz; рядом должна лежать её контрольная сумма')
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
    .action(async (file: string, options: CommonOptions & { readonly check?: boolean }) => {
      const out = outputOf(context, options)
      const check = options.check === true
      const dump = await withDatabase(context, options, database =>
        whileUnserved(database, () => (check ? checkRestore(database, file) : restoreDump(database, file))),
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
