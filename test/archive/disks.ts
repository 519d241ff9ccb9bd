import { writeFileSync } from 'node:fs'
import type { Disk } from '../../src/archive/disk.js'
import { realDisk } from '../../src/archive/disk.js'

export interface Step {
  readonly op: keyof Disk
  /** The second path of a rename, else the only one. */
  readonly path: string
  readonly from: string | null
}

/** Calls `around` in place of every step; it runs the step by calling `go`, or doesn't. */
export function watchedDisk(
  around: (step: Step, go: () => Promise<void>, bytes?: Uint8Array) => Promise<void>,
): Disk {
  const one = (op: 'makeFolder' | 'syncFolder' | 'removeFile' | 'removeFolder') => (path: string) =>
    around({ op, path, from: null }, () => realDisk[op](path))
  return {
    makeFolder: one('makeFolder'),
    syncFolder: one('syncFolder'),
    removeFile: one('removeFile'),
    removeFolder: one('removeFolder'),
    writeFile: (path, bytes, mode) =>
      around({ op: 'writeFile', path, from: null }, () => realDisk.writeFile(path, bytes, mode), bytes),
    rename: (from, to) => around({ op: 'rename', path: to, from }, () => realDisk.rename(from, to)),
  }
}

export function recordingDisk(): { disk: Disk; steps: Step[] } {
  const steps: Step[] = []
  const disk = watchedDisk(async (step, go) => {
    await go()
    steps.push(step)
  })
  return { disk, steps }
}

export class PowerCut extends Error {}

/** The world ends after so many steps: nothing more reaches the disk, and a file in work stays half written. */
export function dyingDisk(lastStep: number): Disk {
  let count = 0
  let dead = false
  return watchedDisk(async (step, go, bytes) => {
    if (dead) throw new PowerCut()
    if (count++ < lastStep) return go()
    dead = true
    if (step.op === 'writeFile' && bytes !== undefined) {
      writeFileSync(step.path, bytes.subarray(0, bytes.length >> 1), { flag: 'wx' })
    }
    throw new PowerCut()
  })
}

/** One step fails as a full disk would; the next ones succeed. */
export function fullDisk(failingStep: number): Disk {
  let count = 0
  return watchedDisk(async (_step, go) => {
    if (count++ !== failingStep) return go()
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
  })
}
