import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { BridgeError } from '../errors.js'
import { unusable } from './trouble.js'

/** flock's exit code for "somebody else holds it". */
const taken = 75

export interface Lock {
  /** False once the holding process is gone, e.g. killed by somebody. */
  held(): boolean
  release(): Promise<void>
}

/**
 * Holds the archive's lock for as long as this process lives and `release` isn't called. Node has no flock, so a
 * child holds it; the child ends when its stdin closes, which the kernel does even after `kill -9`. It has a
 * process group of its own: Ctrl-C must not take the lock from a write that is being finished.
 * Waits up to `waitSeconds` for its turn.
 * @throws BridgeError ARCHIVE_BUSY, ARCHIVE_UNUSABLE
 */
export async function takeLock(folder: string, waitSeconds: number): Promise<Lock> {
  const turn = waitSeconds > 0 ? ['-w', String(waitSeconds)] : ['-n']
  const command = [...turn, '-E', String(taken), join(folder, 'lock'), 'sh', '-c', 'echo ok; exec cat']
  const child = spawn('flock', command, { stdio: ['pipe', 'pipe', 'pipe'], detached: true })
  let complaint = ''
  child.stderr.on('data', chunk => {
    complaint += String(chunk)
  })
  // Writing to a child that is gone would raise EPIPE on the pipe; whether it lives is told by exitCode.
  child.stdin.on('error', error => {
    complaint += error.message
  })
  const ended = once(child, 'close').then(
    () => 'ended' as const,
    (error: unknown) => error,
  )
  const outcome = await Promise.race([once(child.stdout, 'data').then(() => 'held' as const), ended])
  if (outcome === 'held') {
    return {
      held: () => child.exitCode === null && child.signalCode === null,
      async release() {
        child.stdin.end()
        await ended
      },
    }
  }
  if (child.exitCode === taken) throw busy(folder)
  if (outcome !== 'ended') {
    throw unusable('Не найдена программа flock.', 'Установите пакет util-linux.', folder)
  }
  throw unusable(
    `Замок архива не берётся: ${complaint.trim()}`,
    'Проверьте права на папку архива и файл lock в ней.',
    folder,
  )
}

export function busy(folder: string): BridgeError {
  return new BridgeError('ARCHIVE_BUSY', {
    message: `В архив ${folder} сейчас пишет другой процесс.`,
    hint: 'Повторите через минуту. Если другого процесса нет, найдите, кто держит файл lock.',
    details: { folder },
  })
}
