import { pathToFileURL } from 'node:url'
import { objectFolder } from './object-folder.js'
import { replay } from './replay.js'
import { replayText } from './replay-text.js'

/**
 * The verifier that is archived with the reports it made: everything of this file's imports in one file, for whoever has
 * Node.js and the archive and not this program. Imported, it gives `replay` to the command of that name.
 */
export { replay, replayText }

const usage = [
  'Вычисляет вердикты архивного отчёта заново и говорит, те ли они же.',
  '',
  'Вызов: node replay.mjs ПАПКА_ОТЧЁТА [ВЕРСИЯ]',
  '  ПАПКА_ОТЧЁТА  папка объекта в архиве: та, где лежит inventory.json',
  '  ВЕРСИЯ        v1, v2, …; без неё последняя',
  '',
  'Завершение: 0 те же, байт в байт; 1 не те же; 2 проверить не удалось.',
].join('\n')

function main([folder, version]: readonly string[]): number {
  if (folder === undefined || folder === '-h' || folder === '--help') {
    process.stdout.write(`${usage}\n`)
    return folder === undefined ? 2 : 0
  }
  try {
    const found = replay(objectFolder(folder, version))
    process.stdout.write(`${replayText(found).join('\n')}\n`)
    return found.same ? 0 : 1
  } catch (error) {
    process.stderr.write(`Проверить не удалось: ${error instanceof Error ? error.message : String(error)}\n`)
    return 2
  }
}

const [, script, ...given] = process.argv
if (script !== undefined && import.meta.url === pathToFileURL(script).href) process.exitCode = main(given)
