import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { WorkReport } from './archive-worker.js'
import { compiledWorker } from './compiled.js'
import { atLeast, atMost, type Bench, type Figure } from './figures.js'
import { median, sum } from './side-by-side.js'

const run = promisify(execFile)

/** Ten years of a school of forty classes: sheets of each period and of the year, 3 GB in all. */
const sheetsInTenYears = 6000
const bytesEach = 500_000
const turns = 3
/** A night that brings nothing takes milliseconds, which one turn can't tell from the machine's unrest. */
const nightTurns = 7
/** A night brings so much of it. */
const nightShares = [0.002, 0.02] as const

interface Place {
  readonly worker: string
  readonly folder: string
  readonly key: string
}

async function ask({ worker, folder, key }: Place, mode: string, ...more: readonly (string | number)[]) {
  const args = [worker, mode, folder, key, ...more.map(String)]
  const { stdout } = await run(process.execPath, args, { maxBuffer: 1 << 20 })
  return stdout === '' ? null : (JSON.parse(stdout) as WorkReport)
}

async function measured(place: Place, mode: string, ...more: readonly string[]): Promise<WorkReport> {
  const report = await ask(place, mode, ...more)
  if (report === null || report.findings > 0) throw new Error(`${mode}: the archive isn't sound`)
  return report
}

/** `sha512sum` over the same files: user and system time of what the shell has started. */
async function sha512sum({ folder }: Place, list: string): Promise<number> {
  const files = (await readdir(join(folder, 'ocfl'), { recursive: true, withFileTypes: true }))
    .filter(item => item.isFile())
    .map(item => join(item.parentPath, item.name))
  await writeFile(list, files.map(file => `${file}\0`).join(''))
  const script = `xargs -0 sha512sum < "$1" > /dev/null && times`
  const { stdout } = await run('sh', ['-c', script, 'sh', list])
  const children = stdout.trim().split('\n').at(-1) ?? ''
  const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
  )
  return sum(seconds) * 1000
}

async function speeds(place: Place, list: string, say: (text: string) => void): Promise<Figure[]> {
  const [ours, theirs, peaks]: [number[], number[], number[]] = [[], [], []]
  let bytes = 0
  for (let turn = 0; turn < turns; turn += 1) {
    say(`whole archive, turn ${turn + 1} of ${turns}`)
    const steps = [
      async () => theirs.push(await sha512sum(place, list)),
      async () => {
        const report = await measured(place, 'verify')
        ours.push(report.cpuMs)
        peaks.push(report.peak)
        bytes = report.bytes
      },
    ]
    for (const step of turn % 2 === 0 ? steps : steps.reverse()) await step()
  }
  const rate = (ms: number) => bytes / 1e6 / (ms / 1000)
  return [
    { name: 'sha512sum', value: rate(median(theirs)), unit: 'MB a second of processor' },
    { name: 'the archive read whole', value: rate(median(ours)), unit: 'MB a second of processor' },
    { name: 'read whole ÷ sha512sum', value: median(theirs) / median(ours), unit: '', target: atLeast(0.7) },
    { name: 'bytes read', value: bytes / 1e9, unit: 'GB' },
    {
      name: 'peak memory of reading it whole',
      value: Math.max(...peaks) / 2 ** 20,
      unit: 'MB',
      target: atMost(256),
    },
  ]
}

/**
 * Each night in a process of its own that has the archive open, as the service has: what opening takes stands apart. Nights
 * of each kind come in turns.
 */
async function nights(place: Place, count: number, say: (text: string) => void): Promise<Figure[]> {
  const brought = nightShares.map(share => Math.max(1, Math.round(count * share)))
  const kinds = [0, ...brought].map(sheets => ({ sheets, cpu: [] as number[], bytes: 0 }))
  const [whole, opening]: [number[], number[]] = [[], []]
  let bytes = 0
  for (let turn = 0; turn < turns; turn += 1) {
    say(`scrub of all, turn ${turn + 1} of ${turns}`)
    const report = await measured(place, 'scrub', 'all')
    whole.push(report.cpuMs)
    bytes = report.bytes
  }
  let next = count
  for (let turn = 0; turn < nightTurns; turn += 1) {
    say(`nights, turn ${turn + 1} of ${nightTurns}`)
    for (const kind of kinds) {
      if (kind.sheets > 0) await ask(place, 'fill', next, kind.sheets, bytesEach)
      next += kind.sheets
      const night = await measured(place, 'scrub', 'new')
      kind.cpu.push(night.cpuMs)
      kind.bytes = night.bytes
      opening.push(night.openingMs)
    }
  }
  const idle = median(kinds[0]?.cpu ?? [])
  const all = median(whole)
  return [
    { name: 'opening the archive, once a start', value: median(opening), unit: 'ms of processor' },
    { name: 'scrub of all', value: all, unit: 'ms of processor' },
    { name: 'a night that brings nothing', value: idle, unit: 'ms of processor' },
    { name: 'a night that brings nothing ÷ scrub of all', value: idle / all, unit: '' },
    ...kinds.slice(1).flatMap(kind => {
      const night = median(kind.cpu)
      const perByte = (night - idle) / kind.bytes / (all / bytes)
      return [
        { name: `a night that brings ${kind.sheets} sheets`, value: night, unit: 'ms of processor' },
        { name: `its new bytes, each ÷ one of all (${kind.sheets} sheets)`, value: perByte, unit: '' },
      ]
    }),
  ]
}

export const archive: Bench = {
  about: 'scrub ÷ sha512sum, nights, memory over ten years of a school',
  async run({ size, say }) {
    const count = size ?? sheetsInTenYears
    const room = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-bench-'))
    const worker = await compiledWorker('archive-worker')
    const place = { worker, folder: join(room, 'archive'), key: join(room, 'key.pem') }
    try {
      say(`filling the archive with ${count} sheets`)
      await ask(place, 'fill', 0, count, bytesEach)
      const whole = await speeds(place, join(room, 'files'), say)
      return [...whole, ...(await nights(place, count, say))]
    } finally {
      await rm(room, { recursive: true, force: true })
      await rm(worker, { force: true })
    }
  },
}
