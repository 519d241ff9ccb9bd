import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { readPasted, type Redirect } from '../../dnevnik/index.js'
import { BridgeError } from '../../errors.js'
import type { CommandContext } from '../context.js'
import { isState } from './outcome.js'

/** More than any address; what is longer was piped in by mistake. */
const longest = 16 * 1024

/**
 * The redirected address or the bare token, pasted in a terminal (not shown while it is) or piped in.
 * @throws BridgeError USAGE, LOGIN_REFUSED
 */
export async function pastedRedirect(context: CommandContext, state: string): Promise<Redirect> {
  const text = context.stdin.isTTY ? await typed(context) : await piped(context)
  const redirect = readPasted(text)
  if (redirect === null) {
    throw new BridgeError('USAGE', {
      message: 'Во вставленном нет ни токена, ни кода',
      hint: 'Скопируйте из строки браузера весь адрес, на который вас вернула платформа (с #access_token=… или ?code=…), или один токен',
    })
  }
  // A bare token has no state; an address of another attempt has another one.
  if (redirect.state !== null && !isState(redirect.state, state)) {
    throw new BridgeError('LOGIN_REFUSED', {
      message: 'Вставлен адрес другой попытки входа; прежний токен не изменён.',
      hint: 'Откройте адрес, который программа показала в этот раз, и вставьте то, что получится',
    })
  }
  return redirect
}

async function typed(context: CommandContext): Promise<string> {
  const muted = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: context.stdin, output: muted, terminal: true })
  context.stderr.write('Вставьте адрес или токен и нажмите Enter (вставленное не показывается): ')
  try {
    // In a raw terminal Ctrl-C reaches readline and not the process.
    const interrupted = new AbortController()
    terminal.on('SIGINT', () => interrupted.abort())
    return await terminal
      .question('', { signal: AbortSignal.any([context.signal, interrupted.signal]) })
      .catch((cause: unknown) => {
        throw new BridgeError('INTERRUPTED', { message: 'Вход прерван', cause })
      })
  } finally {
    terminal.close()
    context.stderr.write('\n')
  }
}

async function piped(context: CommandContext): Promise<string> {
  let text = ''
  context.stdin.setEncoding('utf8')
  for await (const part of context.stdin as AsyncIterable<string>) {
    text += part
    if (text.length > longest) break
  }
  if (text.trim() !== '' && text.length <= longest) return text
  throw new BridgeError('USAGE', {
    message: text.trim() === '' ? 'На вход ничего не подано' : 'На вход подано слишком много',
    hint: 'Запустите auth login --paste в терминале или подайте адрес либо токен на вход: auth login --paste < файл',
  })
}
