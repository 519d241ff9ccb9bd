import { readFile } from 'node:fs/promises'
import { isMap, isNode, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { z } from 'zod'
import { ru } from 'zod/locales'
import { BridgeError } from '../errors.js'
import { typedWrong } from './typed-wrong.js'

z.config({ ...ru(), customError: typedWrong })

/** The node that a zod path points at, or the nearest one above it: where the user has to look. */
function nodeAt(root: unknown, path: readonly PropertyKey[]): Node | null {
  let node: unknown = root
  let found: Node | null = isNode(root) ? root : null
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(item => String(item.key) === String(step))
      if (!pair) break
      node = pair.value
      if (isNode(pair.key)) found = pair.key
    } else if (isSeq(node)) {
      node = node.items[Number(step)]
      if (isNode(node)) found = node
    } else break
  }
  return found
}

function problems(error: z.ZodError, root: unknown, place: (node: Node | null) => string): string[] {
  return error.issues.flatMap(issue => {
    const paths =
      issue.code === 'unrecognized_keys' ? issue.keys.map(key => [...issue.path, key]) : [issue.path]
    const text = issue.code === 'unrecognized_keys' ? 'неизвестный ключ' : issue.message
    return paths.map(
      path => `${place(nodeAt(root, path))} ${path.map(String).join('.') || '(весь файл)'}: ${text}`,
    )
  })
}

/**
 * Parses YAML text by a schema; all problems at once, each with `file:line:column`.
 * @throws BridgeError CONFIG_INVALID
 */
export function parseYaml<Schema extends z.ZodType>(
  text: string,
  file: string,
  schema: Schema,
): z.infer<Schema> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, intAsBigInt: false })
  const invalid = (found: readonly string[]) =>
    new BridgeError('CONFIG_INVALID', {
      message: found.join('\n'),
      hint: 'Исправьте файл; все ключи с пояснениями есть в config/example.yaml',
      details: { file },
    })
  if (document.errors.length > 0) {
    throw invalid(
      document.errors.map(error => {
        const { line, col } = lines.linePos(error.pos[0])
        return `${file}:${line}:${col} ${error.message}`
      }),
    )
  }
  const result = schema.safeParse(document.toJS() ?? {})
  if (result.success) return result.data
  const place = (node: Node | null) => {
    const start = node?.range?.[0]
    if (start === undefined) return file
    const { line, col } = lines.linePos(start)
    return `${file}:${line}:${col}`
  }
  throw invalid(problems(result.error, document.contents, place))
}

/**
 * Reads the settings of an installation.
 * @throws BridgeError CONFIG_MISSING, CONFIG_INVALID, DATA_NEWER
 */
export async function loadConfig<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    throw new BridgeError('CONFIG_MISSING', {
      message: `Файла настроек ${file} нет`,
      hint: 'Создайте его: dnevnik-bridge init --data ПАПКА. Другая папка указывается ключом --data или переменной BRIDGE_DATA',
      cause: error,
    })
  })
  // The version is looked at first: of a newer format nothing else may be judged.
  const version = parseYaml(text, file, z.looseObject({ version: z.int() })).version
  if (version > 1) {
    throw new BridgeError('DATA_NEWER', {
      message: `Настройки записаны более новой версией программы (формат ${version}, эта версия знает 1)`,
      hint: 'Обновите программу или укажите другую папку: --data',
    })
  }
  return parseYaml(text, file, schema)
}
