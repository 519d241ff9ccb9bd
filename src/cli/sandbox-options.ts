import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { type Clock, type Instant, ManualClock, systemClock } from '../clock.js'
import { BridgeError } from '../errors.js'
import {
  FastClock,
  type Fault,
  faultKinds,
  faultsFromText,
  namesFault,
  Switches,
  type SwitchesGiven,
} from '../sandbox/index.js'

/** What `sandbox` is told in words of its own: switches, faults, time. */

/** `limits.perSecond=5`: a path into the switches and a value. */
export function readSwitches(terms: readonly string[]): SwitchesGiven {
  const given: Record<string, unknown> = {}
  for (const term of terms) {
    const [, path = '', text = ''] = /^([^=]*)=(.*)$/.exec(term) ?? [null, term, '']
    const [name = '', inner] = path.split('.')
    const before = z.record(z.string(), z.unknown()).safeParse(given[name])
    given[name] =
      inner === undefined ? readValue(text) : { ...(before.data ?? {}), [inner]: wordOf(inner, text) }
  }
  const read = Switches.safeParse(given)
  if (read.success) return read.data
  throw new BridgeError('USAGE', {
    message: `Такого переключателя песочницы нет: ${z.prettifyError(read.error)}`,
    hint: `Пример: --switch stampZone=local --switch limits.perSecond=5. Есть: ${Object.keys(Switches.shape).join(', ')}`,
  })
}

/** The one inner word that looks like a number: `limits.refusal=429`. */
function wordOf(name: string, text: string): unknown {
  return name === 'refusal' ? text : readValue(text)
}

function readValue(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true'
  if (text === 'null') return null
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}

/** Each text is a fault (`rate-limit,share=0.1,seed=7`), JSON, or a file with JSON. */
export async function readFaults(texts: readonly string[]): Promise<Fault[]> {
  const lists = await Promise.all(texts.map(readSome))
  return lists.flat()
}

async function readSome(text: string): Promise<readonly Fault[]> {
  const written = faultsFromText(namesFault(text) ? text : await readText(text))
  if ('faults' in written) return written.faults
  throw new BridgeError('USAGE', {
    message: `Сбой песочницы не понят: ${written.problem}`,
    hint: `Пример: --faults rate-limit,share=0.1,seed=7 или файл с JSON. Виды: ${faultKinds.join(', ')}`,
  })
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new BridgeError('USAGE', {
      message: `Файл сбоев ${path} не прочитан, и сбоя с таким названием нет`,
      hint: `Виды сбоев: ${faultKinds.join(', ')}`,
      cause,
    })
  }
}

/** The machine's clock; one that stands at a moment; or one that goes on from there so many times faster. */
export function sandboxClock(now: Instant | null, speed: string | undefined): Clock {
  if (speed === undefined) return now === null ? systemClock : new ManualClock(now)
  const factor = Number(speed)
  if (!(factor > 0 && factor <= 100_000)) {
    throw new BridgeError('USAGE', {
      message: `Скорость часов «${speed}» не подходит`,
      hint: 'Нужно число больше нуля: --speed 60 — минута за секунду',
    })
  }
  return new FastClock(now ?? systemClock.now(), factor)
}
