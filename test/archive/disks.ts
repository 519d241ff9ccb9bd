import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
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

/**
 * The power fails after so many steps, and of the names that weren't flushed (by `syncFolder` of their folder) only the first
 * `kept` share is there afterwards: a journalling file system keeps them in order.
 */
export function forgetfulDisk(lastStep: number, kept: number): Disk {
  let unflushed: Unflushed[] = []
  let count = 0
  let dead = false
  return watchedDisk(async (step, go, bytes) => {
    if (dead) throw new PowerCut()
    if (count++ >= lastStep) {
      dead = true
      if (step.op === 'writeFile' && bytes !== undefined) {
        writeFileSync(step.path, bytes.subarray(0, bytes.length >> 1), { flag: 'wx' })
        unflushed.push({ step, undo: () => rmSync(step.path) })
      }
      for (const { undo } of unflushed.slice(Math.round(unflushed.length * kept)).reverse()) undo()
      throw new PowerCut()
    }
    const undo = undoing(step)
    await go()
    if (undo === null) unflushed = afterFlush(unflushed, step.path)
    else unflushed.push({ step, undo })
  })
}

interface Unflushed {
  readonly step: Step
  readonly undo: () => void
}

/** With the folder that has gone, or was moved, what went on in it is on the disk too. */
function afterFlush(unflushed: readonly Unflushed[], folder: string): Unflushed[] {
  const isFlushed = ({ step }: Unflushed) => dirname(step.path) === folder
  const gone = unflushed.filter(isFlushed).flatMap(({ step: { op, path, from } }) => {
    if (op === 'removeFolder') return [`${path}/`]
    return op === 'rename' ? [`${from}/`] : []
  })
  return unflushed.filter(one => !isFlushed(one) && !gone.some(place => one.step.path.startsWith(place)))
}

/** How the disk forgets a step; null for the step after which it doesn't. */
function undoing({ op, path, from }: Step): (() => void) | null {
  const before = op === 'removeFile' || op === 'rename' ? fileAt(path) : null
  switch (op) {
    case 'syncFolder':
      return null
    case 'makeFolder':
    case 'writeFile':
      // Gone where it was moved, and that was flushed.
      return () => rmSync(path, { recursive: true, force: true })
    case 'removeFolder':
      return () => mkdirSync(path, { mode: 0o700 })
    case 'removeFile':
      return () => putBack(path, before)
    case 'rename':
      return () => {
        renameSync(path, from ?? path)
        putBack(path, before)
      }
  }
}

interface FileThere {
  readonly bytes: Buffer
  readonly mode: number
}

function fileAt(path: string): FileThere | null {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  return stat?.isFile() ? { bytes: readFileSync(path), mode: stat.mode } : null
}

function putBack(path: string, file: FileThere | null): void {
  if (file !== null) writeFileSync(path, file.bytes, { mode: file.mode, flag: 'wx' })
}

const takesSpace: readonly Step['op'][] = ['makeFolder', 'writeFile']

/** From a step on there is no space any more; what takes none goes on. */
export function filledDisk(lastStep: number): Disk {
  let count = 0
  return watchedDisk(async (step, go) => {
    if (count++ < lastStep || !takesSpace.includes(step.op)) return go()
    throw noSpace()
  })
}

function noSpace(): Error {
  return Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
}

/** One step fails as a full disk would; the next ones succeed. */
export function fullDisk(failingStep: number): Disk {
  let count = 0
  return watchedDisk(async (_step, go) => {
    if (count++ !== failingStep) return go()
    throw noSpace()
  })
}
