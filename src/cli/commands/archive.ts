import { join } from 'node:path'
import { Command } from 'commander'
import { openArchive } from '../../archive/index.js'
import { clockAt } from '../../app.js'
import { dataFolder } from '../../config/index.js'
import { exitCodes } from '../../errors.js'
import { type CommandContext, type CommonOptions, instantOf, outputOf, withCommon } from '../context.js'

export function archiveCommand(context: CommandContext): Command {
  const archive = new Command('archive')
    .summary('архив отчётов и ведомостей')
    .description('Архив отчётов и ведомостей.')
  archive.addCommand(
    withCommon(new Command('verify'))
      .summary('проверить архив целиком')
      .description(
        'Читает каждый байт архива и сверяет его с описями, подписанным журналом и цепочкой записей. База данных\n' +
          'не нужна. Завершение: 0 — архив цел, 5 — повреждён; каждое повреждение названо.',
      )
      .addHelpText('after', '\nПример:\n  dnevnik-bridge archive verify --data /srv/dnevnik')
      .action(async (options: CommonOptions) => {
        const out = outputOf(context, options)
        const folder = dataFolder(options.data)
        const clock = clockAt(instantOf(options))
        const store = await openArchive({
          folder: folder.archive,
          keyFile: join(folder.secrets, 'archive-key.pem'),
          name: 'dnevnik-bridge',
          now: () => clock.now(),
          readOnly: true,
        })
        try {
          const report = await store.verify((done, total) => {
            const tenths = total === 0 ? 10 : Math.floor((done / total) * 10)
            out.progress(`проверено ${tenths * 10} % байтов`)
          })
          if (out.json) out.result(report, '')
          for (const finding of report.findings) {
            const place = [finding.object, finding.version, finding.file].filter(part => part).join(' ')
            out.text(`${finding.code}  ${place}  ${finding.message}`)
          }
          out.text(
            report.findings.length === 0
              ? `Архив цел: объектов ${report.objects}, версий ${report.versions}, файлов ${report.files}, записей журнала ${report.logEntries}.`
              : `Архив повреждён, найдено: ${report.findings.length}.`,
          )
          if (report.head) out.text(`Последняя запись журнала: ${report.head}`)
          if (report.findings.length > 0) context.exitCode = exitCodes.archiveDamaged
        } finally {
          await store.close()
        }
      }),
  )
  return archive
}
