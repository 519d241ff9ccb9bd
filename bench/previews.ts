import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { stringify } from 'yaml'
import { openApp } from '../src/app.js'
import { ManualClock } from '../src/clock.js'
import { silentLogger } from '../src/log.js'
import { compiledWorker } from './compiled.js'
import type { Bench, Figure } from './figures.js'
import { afterTheYear, mirrorYear, yearSchool, yearZone } from './judged-year.js'
import type { PreviewReport, PreviewWork } from './previews-worker.js'
import { benchServer } from './server.js'

const run = promisify(execFile)
const school = 40

/** What people wait for on a page, by what it is called. */
const works: readonly (readonly [PreviewWork, string])[] = [
  ['term', 'setting tried over a term'],
  ['year', 'setting tried over the year'],
  ['year-all-rules', 'setting of every rule tried over the year'],
  ['exemption', 'exemption of a quarter tried'],
  ['certificate', 'certificate of a quarter'],
  ['save', 'setting saved, from the year’s first day'],
  ['letter', 'a deputy head’s next letter'],
  ['letter-again', 'the same letter, looked at again'],
]

export const previews: Bench = {
  about: 'what pages judge while somebody waits (--size: classes, 40; --keep)',
  async run({ size, keep, say }) {
    const classes = size ?? school
    const worker = await compiledWorker('previews-worker')
    const server = await benchServer(keep)
    const data = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-bench-'))
    try {
      const handle = await server.database(`previews_${classes}`)
      const settings = {
        version: 1,
        platform: { url: 'http://127.0.0.1:1/' },
        schools: [
          { id: yearSchool, timeZone: yearZone, week: 6, digestTo: [], regulation: { stamps: 'utc' } },
        ],
      }
      await writeFile(join(data, 'bridge.yaml'), stringify(settings))
      const environment = { DATABASE_URL: handle.connectionString, DNEVNIK_TOKEN: 'none' }
      const clock = new ManualClock(afterTheYear)
      const app = await openApp({ data, environment, log: silentLogger, clock })
      const known = await app.deps.mirror.newestLook(yearSchool)
      if (known === null) await mirrorYear(app.deps.mirror, classes, say)
      await app.close()
      await handle.pool.query('vacuum analyze')
      const figures: Figure[] = []
      for (const [work, name] of works) {
        say(name)
        const { stdout } = await run(process.execPath, [worker, data, work], {
          env: { ...process.env, ...environment },
        })
        const report = JSON.parse(stdout) as PreviewReport
        const mb = (bytes: number) => bytes / 2 ** 20
        figures.push(
          { name: `${name}: Node.js`, value: report.node / 1000, unit: 's of processor' },
          { name: `${name}: PostgreSQL`, value: report.postgres / 1000, unit: 's of processor' },
          { name: `${name}: by the clock`, value: report.ms / 1000, unit: 's' },
          {
            name: `${name}: peak memory`,
            value: mb(report.peak),
            unit: `MB, ${Math.round(mb(report.before))} before`,
          },
        )
      }
      return figures
    } finally {
      await server.stop()
      await rm(data, { recursive: true, force: true })
      await rm(worker, { force: true })
    }
  },
}
