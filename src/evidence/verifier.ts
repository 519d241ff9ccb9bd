import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BridgeError } from '../errors.js'
import { packageRoot } from '../package-root.js'
import { engineVersion } from '../regulation/index.js'

/** The verifier as an object of the archive: stored once, however many reports it made. */
export interface Verifier {
  readonly id: string
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[]
}

const file = join(packageRoot, 'dist', 'replay.mjs')
export const verifierPath = 'replay.mjs'

const guide = `Здесь лежит программа, которая вычислила вердикты отчётов этого архива: правила
регламента, календарь и сличение, одним файлом. Нужны только Node.js (версия 20
или новее) и архив; сети, базы данных и других файлов не нужно.

  node replay.mjs ПАПКА_ОТЧЁТА [ВЕРСИЯ]

ПАПКА_ОТЧЁТА — папка отчёта в архиве, в которой лежит inventory.json; какой
отчёт какой программой вычислен, сказано в его файле meta/record.json (verifier).

Ответ: «Те же, байт в байт» (завершение 0), или что отличается (1), или почему
проверить не удалось (2). Каждый прочитанный файл отчёта сверяется с его описью;
что опись настоящая, говорит verify.sh в корне архива: сначала выполните его.
`

/** @throws BridgeError INTERNAL when the program was installed without its verifier */
export async function ownVerifier(): Promise<Verifier> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new BridgeError('INTERNAL', {
      message: `Нет файла ${file}: без него отчёт нельзя было бы вычислить заново`,
      hint: 'Соберите программу: npm run build',
      cause: error,
    })
  })
  const hash = createHash('sha256').update(bytes).digest('hex')
  return {
    // The same rules make the same file, and another file is another verifier.
    id: `urn:dnevnik-bridge:verifier:${engineVersion}:${hash.slice(0, 16)}`,
    files: [
      { path: verifierPath, bytes },
      { path: 'README.txt', bytes: Buffer.from(guide) },
    ],
  }
}
