import { type App, addRun, printBoard, printKitOverview, readStoredKit } from '../../app.js'
import { studyYearOf } from '../../calendar/index.js'
import type { Id } from '../../journal/index.js'
import type { QueueBackend } from '../../queue/index.js'
import type { ClassOnPaper, PrintKitDeps } from '../../web/index.js'
import { keeper } from './kept-answers.js'

/** What the page of the yearly printing stands on. */
export function printKitDeps({ deps }: App, queue: QueueBackend): PrintKitDeps {
  const yearOf = async (school: string) => {
    const { calendar } = await deps.calendar(deps.school(school))
    return studyYearOf(calendar.dateOf(deps.clock.now()))
  }
  const keepReadiness = keeper<ClassOnPaper | null>()

  /** A class's year is judged for it. */
  async function readinessOf(id: Id, classId: Id): Promise<ClassOnPaper | null> {
    const school = deps.school(id)
    const { classes } = await printKitOverview(deps, { school, studyYear: null, classIds: [classId] })
    const [found] = classes
    if (found === undefined || found.readiness === null) return null
    const { name, readiness, changes } = found
    const cell = (value: string | null) => value ?? 'пусто'
    const cells = changes?.cells ?? []
    return {
      name,
      readiness,
      changed: cells.map(
        ({ pupil, subject, period, before, after }) =>
          `${pupil}, ${subject}, ${period}: на бумаге — ${cell(before)}, в журнале — ${cell(after)}`,
      ),
    }
  }

  return {
    async board(id, studyYear) {
      const { kits, ...board } = await printBoard(deps, deps.school(id), studyYear)
      return {
        ...board,
        kits: kits.map(({ version, created, missing, files }) => ({
          version,
          createdAt: Date.parse(created),
          missing,
          files,
        })),
      }
    },

    async readiness(school, classId) {
      const hour = Math.floor(deps.clock.now() / 3_600_000)
      const [looks, entered, archive, proven] = await Promise.all([
        deps.mirror.state(school),
        deps.statements.entered(school),
        deps.archiveNotices.newest(),
        deps.calibrations.newest(school),
      ])
      const state = JSON.stringify([looks, entered, archive?.head, archive?.damaged, proven, hour])
      return keepReadiness(`${school}/${classId}`, state, () => readinessOf(school, classId))
    },

    async startMaking(school, classIds) {
      const [first, second] = (await yearOf(school)).split('-')
      const id = `web-print-kit-${school}-${deps.clock.now()}-${process.hrtime.bigint()}`
      const days = { from: `${first}-09-01`, to: `${second}-06-30` }
      await addRun(deps, queue, { id, kind: 'print-kit', school, ...days, classIds, askedBy: 'web' })
      return id
    },

    async file(school, { studyYear, version, path }) {
      const kit = await readStoredKit(deps, {
        school,
        studyYear: studyYear ?? (await yearOf(school)),
        version,
      })
      return kit.bytes(path)
    },
  }
}
