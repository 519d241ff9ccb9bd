import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { BridgeConfig, clockAt } from '../../app.js'
import type { TimeStampService } from '../../archive/index.js'
import { dataFolder, loadConfig } from '../../config/index.js'
import { BridgeError } from '../../errors.js'
import { checkpointPdf } from '../../report/index.js'
import { type CommandContext, instantOf, outputOf } from '../context.js'
import {
  type ArchiveOptions,
  noSuchObject,
  withArchiveOptions,
  withReadArchive,
  withWrittenArchive,
} from '../opened-archive.js'
import { writeResult } from '../result-file.js'

interface CheckpointOptions extends ArchiveOptions {
  readonly pdf?: string
  readonly keep?: boolean
}

export function checkpointCommand(context: CommandContext): Command {
  return withArchiveOptions(new Command('checkpoint'))
    .option('--pdf <файл>', 'лист для печати и подписи, с QR-кодом')
    .option('--keep', 'положить её в архив объектом, чтобы приложить к нему подпись (attach-signature)')
    .summary('показать контрольную точку: то, что надо знать об архиве снаружи')
    .description(
      'Печатает имя архива, номер последней записи журнала и её сумму. Запишите их там, куда не достанет тот, кто\n' +
        'может писать на диск архива: на бумаге, у другого человека. Потом archive verify --expect и verify.sh --expect\n' +
        'покажут, не отрезан ли конец и не возвращена ли старая копия. QR-код на листе — то же, что после --expect.',
    )
    .addHelpText(
      'after',
      '\nПримеры:\n  dnevnik-bridge archive checkpoint > контрольная-точка.txt\n  dnevnik-bridge archive checkpoint --pdf контрольная-точка.pdf',
    )
    .action(async (options: CheckpointOptions) => {
      const out = outputOf(context, options)
      const kept =
        options.keep === true
          ? await withWrittenArchive(options, archive => archive.keepCheckpoint('administrator'))
          : null
      const checkpoint = kept ?? (await withReadArchive(options, archive => archive.checkpoint()))
      if (options.pdf !== undefined) {
        const at = clockAt(instantOf(options)).now()
        await writeResult(options.pdf, Buffer.from(await checkpointPdf(checkpoint, at)))
        out.note(`Лист для печати: ${options.pdf}`)
      }
      out.result(checkpoint, `${checkpoint.archive}\n${checkpoint.seq}:${checkpoint.head}`)
      if (kept !== null) out.note(`Положена в архив: ${kept.id}, файл checkpoint.txt`)
    })
}

export function stampCaOption(): Option {
  return new Option(
    '--tsa-ca <файл>',
    'сертификаты удостоверяющих центров меток времени, которым вы доверяете (PEM)',
  )
}

interface StampOptions extends ArchiveOptions {
  readonly tsa?: string
  readonly tsaCa?: string
}

export function stampCommand(context: CommandContext): Command {
  return withArchiveOptions(new Command('stamp'))
    .option('--tsa <адрес>', 'служба меток времени (RFC 3161); без него — из настроек')
    .addOption(stampCaOption())
    .summary('получить метку времени для контрольной точки архива')
    .description(
      'Отправляет службе меток времени одну контрольную сумму, проверяет ответ по названным сертификатам и кладёт в архив:\n' +
        'контрольную точку объектом, метку его новой версией. Метка доказывает, что записи до неё уже были в этот день,\n' +
        'и не позволяет переписать их задним числом даже владельцу ключа. Нужна программа openssl. Служба и сертификаты\n' +
        'названы в bridge.yaml (archive.timeStamps); с ними это делается само, раз в неделю.',
    )
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge archive stamp --tsa http://tsa.example/tsr --tsa-ca /etc/tsa-ca.pem',
    )
    .action(async (options: StampOptions) => {
      const out = outputOf(context, options)
      const service = await serviceOf(options)
      const stamped = await withWrittenArchive(options, archive =>
        archive.stampCheckpoint({ service, actor: 'administrator' }),
      )
      if (stamped === null) out.result({ stamped: false }, 'После последней метки ничего нового нет.')
      else
        out.result(
          { stamped: true, ...stamped },
          `Контрольная точка ${stamped.seq}: метка времени от ${stamped.time}.\n${stamped.id} ${stamped.version}, ${stamped.path}`,
        )
    })
}

async function serviceOf({ data, tsa, tsaCa }: StampOptions): Promise<TimeStampService> {
  if (tsa !== undefined && tsaCa !== undefined) return { url: tsa, caFile: resolve(tsaCa) }
  if (tsa !== undefined || tsaCa !== undefined) {
    throw new BridgeError('USAGE', {
      message: 'Служба меток времени и её сертификаты называются вместе',
      hint: 'Добавьте второе: --tsa АДРЕС --tsa-ca ФАЙЛ',
    })
  }
  const { timeStamps } = (await loadConfig(dataFolder(data).config, BridgeConfig)).archive
  if (timeStamps !== undefined) return timeStamps
  throw new BridgeError('USAGE', {
    message: 'Служба меток времени не названа',
    hint: 'Назовите её в bridge.yaml (archive.timeStamps) или в вызове: --tsa АДРЕС --tsa-ca ФАЙЛ',
  })
}

interface AttachOptions extends ArchiveOptions {
  readonly signature: string
  readonly reason: string
}

export function attachSignatureCommand(context: CommandContext): Command {
  return withArchiveOptions(new Command('attach-signature'))
    .argument('<объект>', 'идентификатор, как в archive list')
    .argument('<файл>', 'подписанный файл объекта, как в archive show')
    .requiredOption('--signature <файл>', 'отделённая подпись CMS: .p7s, .sig, .sgn')
    .option(
      '--reason <текст>',
      'почему, без имён: навсегда остаётся в журнале',
      'Приложена электронная подпись',
    )
    .summary('приложить электронную подпись к файлу архива')
    .description(
      'Кладёт подпись рядом с подписанным файлом новой версией объекта; больше в нём ничего не меняется. Байты подписи\n' +
        'остаются как есть. Криптографически она здесь НЕ проверяется: подписи по ГОСТ (УКЭП) проверяют сертифицированным\n' +
        'средством, взяв файл и подпись через archive get. Подписывать надо те байты, что лежат в архиве: возьмите файл\n' +
        'оттуда же. Если файл потом исправят, подпись останется у прежней версии.',
    )
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge archive attach-signature ОБЪЕКТ sheet.pdf --signature sheet.pdf.sig',
    )
    .action(async (id: string, path: string, options: AttachOptions) => {
      const out = outputOf(context, options)
      const { reason } = options
      const signature = await signatureFrom(options.signature)
      const attached = await withWrittenArchive(options, archive =>
        archive.attachSignature({ id, path, signature, reason, actor: 'administrator' }),
      )
      if (attached === null) throw noSuchObject(id)
      const { version, path: place, changed, digestAlgorithms } = attached
      const named = digestAlgorithms.length > 0 ? ` Назван алгоритм: ${digestAlgorithms.join(', ')}.` : ''
      out.result(
        { id, version, path: place, changed, digestAlgorithms, checked: false },
        changed
          ? `Приложена: ${place}, версия ${version}.${named} Криптографически не проверена.`
          : `Эта подпись уже приложена: ${place}, версия ${version}.`,
      )
    })
}

async function signatureFrom(file: string): Promise<Buffer> {
  return readFile(file).catch((cause: unknown) => {
    throw new BridgeError('USAGE', {
      message: `Файл подписи ${file} не читается`,
      hint: 'Проверьте путь и права',
      cause,
    })
  })
}
