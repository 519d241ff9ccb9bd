import { PassThrough, Readable } from 'node:stream'
import type { Command } from 'commander'
import type { CommandContext } from '../../src/cli/context.js'
import { BridgeError, type ErrorCode, exitCodes } from '../../src/errors.js'

export interface Finished {
  readonly code: number
  readonly error: ErrorCode | null
  readonly hint: string | null
  /** JSON lines of stdout. */
  readonly lines: readonly unknown[]
  /** Everything that was written, both ways. */
  readonly written: string
}

export interface Running {
  /** Resolves with what stderr says as soon as it fits; rejects when the command ends before. */
  said(pattern: RegExp): Promise<string>
  stop(): void
  readonly end: Promise<Finished>
}

/** Runs one command of the command line in this process, as `main` would, with streams in the test's hand. */
export function run(
  make: (context: CommandContext) => Command,
  args: readonly string[],
  given: { environment?: Readonly<Record<string, string>>; input?: string } = {},
): Running {
  const stopping = new AbortController()
  const stdout = new PassThrough({ encoding: 'utf8' })
  const stderr = new PassThrough({ encoding: 'utf8' })
  let out = ''
  let err = ''
  const listeners = new Set<() => void>()
  stdout.on('data', (text: string) => {
    out += text
  })
  stderr.on('data', (text: string) => {
    err += text
    for (const listener of listeners) listener()
  })
  const context: CommandContext = {
    stdin: stream<NodeJS.ReadStream>(Readable.from(given.input === undefined ? [] : [given.input])),
    stdout: stream<NodeJS.WriteStream>(stdout),
    stderr: stream<NodeJS.WriteStream>(stderr),
    environment: given.environment ?? {},
    signal: stopping.signal,
    exitCode: exitCodes.done,
  }
  async function finished(): Promise<Finished> {
    const failure = await make(context)
      .parseAsync([...args], { from: 'user' })
      .then(
        () => null,
        (error: unknown) => {
          if (error instanceof BridgeError) return error
          throw error
        },
      )
    return {
      code: failure?.exit ?? context.exitCode,
      error: failure?.code ?? null,
      hint: failure?.hint ?? null,
      lines: out.split('\n').flatMap(line => (line === '' ? [] : [JSON.parse(line)])),
      written: `${out}${err}${failure?.message ?? ''}${failure?.hint ?? ''}`,
    }
  }
  const end = finished()
  return {
    end,
    stop: () => stopping.abort(),
    said: pattern =>
      new Promise((resolve, reject) => {
        const look = () => pattern.test(err) && resolve(err)
        listeners.add(look)
        look()
        end.then(result => reject(new Error(`the command ended: ${JSON.stringify(result)}`)), reject)
      }),
  }
}

/** The commands ask a stream for nothing but what every stream has, and whether it is a terminal. */
function stream<Kind>(plain: unknown): Kind {
  return plain as Kind
}
