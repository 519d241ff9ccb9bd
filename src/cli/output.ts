import { BridgeError, describeError, errorKinds, type ExitCode, exitCodes } from '../errors.js'

/** Results go to stdout, everything else to stderr; with `--json` both are JSON lines. */
export interface Output {
  readonly json: boolean
  /** A result: an object is a JSON line with `--json`, else `text` is printed. */
  result(value: object, text: string): void
  /** A line of plain result text; nothing with `--json`. */
  text(line: string): void
  /** What a script must be able to read beside the results: a JSON line on stderr with `--json`, else a note. */
  warning(value: object, text: string): void
  /** News on the way, for people; nothing with `--json`. */
  note(line: string): void
  /** One line that is overwritten in a terminal, and printed now and then elsewhere. */
  progress(line: string): void
  failure(error: unknown): ExitCode
}

export interface Streams {
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Where progress can't be overwritten, a line each so many milliseconds is enough. */
const calmMs = 2000

const csi = String.fromCharCode(27)

export function createOutput(streams: Streams, json: boolean): Output {
  const { stdout, stderr, environment } = streams
  const colour = !json && Boolean(stderr.isTTY) && !environment.NO_COLOR
  const paint = (code: number, text: string) => (colour ? `${csi}[${code}m${text}${csi}[0m` : text)
  let unfinishedLine = false
  let lastProgress = ''
  let lastProgressAt = Number.NEGATIVE_INFINITY
  const endLine = () => {
    if (unfinishedLine) stderr.write('\n')
    unfinishedLine = false
  }
  return {
    json,
    result(value, text) {
      endLine()
      stdout.write(json ? `${JSON.stringify(value)}\n` : `${text}\n`)
    },
    text(line) {
      if (json) return
      endLine()
      stdout.write(`${line}\n`)
    },
    warning(value, text) {
      endLine()
      stderr.write(json ? `${JSON.stringify(value)}\n` : `${text}\n`)
    },
    note(line) {
      if (json) return
      endLine()
      stderr.write(`${line}\n`)
    },
    progress(line) {
      if (json || line === lastProgress) return
      lastProgress = line
      if (!stderr.isTTY || environment.NO_COLOR) {
        // A log of a thousand lines tells nobody more than one of twenty; the result follows in any case.
        if (performance.now() - lastProgressAt < calmMs) return
        lastProgressAt = performance.now()
        stderr.write(`${line}\n`)
        return
      }
      stderr.write(`\r${csi}[2K${line.slice(0, (stderr.columns || 80) - 1)}`)
      unfinishedLine = true
    },
    failure(error) {
      endLine()
      const known =
        error instanceof BridgeError
          ? error
          : new BridgeError('INTERNAL', {
              message: describeError(error),
              hint: 'Это ошибка программы: сообщите о ней разработчикам, приложив текст этой строки',
              cause: error,
            })
      if (json) {
        const { code, message, hint, exit, details } = known
        stderr.write(`${JSON.stringify({ error: code, title: known.title, message, hint, exit, details })}\n`)
      } else {
        stderr.write(`${paint(31, `${known.title}.`)} ${known.message}\n`)
        if (known.hint) stderr.write(`${paint(33, 'Что делать:')} ${known.hint}\n`)
        stderr.write(paint(90, `Код: ${known.code}, завершение ${known.exit}\n`))
        if (known.code === 'INTERNAL' && error instanceof Error && environment.BRIDGE_DEBUG) {
          stderr.write(`${error.stack ?? ''}\n`)
        }
      }
      return known.exit
    },
  }
}

/** Exit code of a run that ended with this error code. */
export function exitOf(code: string | null): ExitCode {
  if (code !== null && code in errorKinds) return errorKinds[code as keyof typeof errorKinds].exit
  return exitCodes.failed
}
