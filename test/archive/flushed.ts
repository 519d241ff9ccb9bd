import { dirname } from 'node:path'
import { expect } from '@jest/globals'
import type { Step } from './disks.js'

/** Nothing is renamed before what it moves is flushed, and every new name is flushed in the end. */
export function expectAllFlushed(steps: readonly Step[]): void {
  const unflushed = new Set<string>()
  for (const { op, path, from } of steps) {
    if (op === 'syncFolder') unflushed.delete(path)
    if (op === 'makeFolder' || op === 'writeFile') unflushed.add(dirname(path))
    if (op !== 'rename' || from === null) continue
    expect([...unflushed].filter(folder => folder !== dirname(from))).toEqual([])
    unflushed.add(dirname(path))
  }
  expect([...unflushed]).toEqual([])
}
