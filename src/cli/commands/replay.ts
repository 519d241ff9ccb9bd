import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Command } from 'commander'
import { z } from 'zod'
import type { Archive } from '../../archive/index.js'
import { BridgeError, exitCodes } from '../../errors.js'
import { type Replay, replay, replayText, verifierPath } from '../../evidence/index.js'
import { type CommandContext, outputOf } from '../context.js'
import {
  type ArchiveOptions,
  noSuchObject,
  versionOption,
  withArchiveOptions,
  withReadArchive,
} from '../opened-archive.js'

interface ReplayOptions extends ArchiveOptions {
  readonly objectVersion?: string
  readonly ownEngine?: boolean
}

const Record = z.object({ verifier: z.string() })
const Verifier = z.object({ replay: z.custom<typeof replay>(value => typeof value === 'function') })

export function replayCommand(context: CommandContext): Command {
  return withArchiveOptions(new Command('replay'))
    .argument('<отчёт>', 'идентификатор отчёта, как в archive list')
    .addOption(versionOption())
    .option('--own-engine', 'вычислить правилами этой программы, а не теми, что в архиве рядом с отчётом')
    .summary('вычислить вердикты архивного отчёта заново и сличить')
    .description(
      'Вычисляет вердикты отчёта заново из того, что лежит в архиве рядом с ним, правилами, которые лежат там же,\n' +
        'и говорит, те ли они же, байт в байт. Каждый файл сверяется с подписанным журналом архива. Без этой программы\n' +
        'то же делает node replay.mjs из архива.\n' +
        'Завершение: 0 — те же, 1 — не те же, 5 — архив повреждён.',
    )
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge replay urn:dnevnik-bridge:1000…:2026-2027:school:report:compliance:2026-10-19:2026-10-25',
    )
    .action(async (id: string, options: ReplayOptions) => {
      const out = outputOf(context, options)
      const found = await withReadArchive(options, async archive => {
        const files = await filesOf(archive, id, options.objectVersion)
        const read = (path: string) => {
          const bytes = files.get(path)
          if (bytes) return bytes
          throw new BridgeError('NOT_FOUND', {
            message: `У объекта ${id} нет файла ${path}: вычислять заново не из чего`,
            hint: 'Отчёты показывает archive list report',
          })
        }
        if (options.ownEngine) return replay(read)
        const verifier = verifierOf(read('meta/record.json'), id)
        const engine = await archive.get(verifier, verifierPath)
        if (engine === null) throw noSuchObject(verifier)
        return withModule(engine, module => Verifier.parse(module).replay(read))
      })
      const { same, archived, again, lost, added } = found
      out.result({ report: id, same, archived, again, lost: parsed(lost), added: parsed(added) }, text(found))
      if (!same) context.exitCode = exitCodes.failed
    })
}

function verifierOf(record: Buffer, id: string): string {
  const parsedRecord = Record.safeParse(JSON.parse(record.toString('utf8')))
  if (parsedRecord.success) return parsedRecord.data.verifier
  throw new BridgeError('NOT_FOUND', {
    message: `Объект ${id} — не отчёт, или записан до того, как рядом с отчётами стали хранить их правила`,
    hint: 'Отчёты показывает archive list report; правилами этой программы вычисляет --own-engine',
  })
}

function text(found: Replay): string {
  return replayText(found).join('\n')
}

function parsed(lines: readonly string[]): unknown[] {
  return lines.map(line => JSON.parse(line))
}

async function filesOf(archive: Archive, id: string, version?: string): Promise<ReadonlyMap<string, Buffer>> {
  const versions = await archive.show(id)
  const shown = version === undefined ? versions?.at(-1) : versions?.find(one => one.version === version)
  if (!shown) throw noSuchObject(id, version)
  const needed = shown.files.filter(({ path }) => /^(evidence|meta)\//.test(path))
  const files = new Map<string, Buffer>()
  for (const { path } of needed) {
    const bytes = await archive.get(id, path, shown.version)
    if (bytes !== null) files.set(path, bytes)
  }
  return files
}

/** A module that stands in no file of ours: Node.js takes one only from a file. */
async function withModule<T>(bytes: Uint8Array, work: (module: unknown) => T): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-replay-'))
  try {
    const file = join(folder, verifierPath)
    await writeFile(file, bytes)
    return work(await import(pathToFileURL(file).href))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
