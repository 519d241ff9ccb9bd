import { type App, addRun, groundState, printBoard, printKitOverview, readStoredKit } from '../../app.js'
import { studyYearOf } from '../../calendar/index.js'
import type { Id } from '../../journal/index.js'
import type { QueueBackend } from '../../queue/index.js'
import type { ClassOnPaper, Line, PrintKitDeps } from '../../web/index.js'
import { judgingOnce } from './judged-once.js'

/** Classes of all schools together. */
const mostClasses = 200

/** What the page of the yearly printing stands on. */
export function printKitDeps({ deps }: App, queue: QueueBackend, line: Line): PrintKitDeps {
  const yearOf = async (school: string) => {
    const { calendar } = await deps.calendar(deps.school(school))
    return studyYearOf(calendar.dateOf(deps.clock.now()))
  }
  const judgeOnce = judgingOnce<ClassOnPaper | null>(line, mostClasses)

  /** A class's year is judged for it. */
  async function readinessOf(id: Id, classId: Id, signal: AbortSignal): Promise<ClassOnPaper | null> {
    const school = deps.school(id)
    const { classes } = await printKitOverview(deps, {
      ...{ school, studyYear: null, classIds: [classId], signal },
    })
    const [found] = classes
    if (found === undefined || found.readiness === null) return null
    const { readiness, changes } = found
    const cell = (value: string | null) => value ?? 'пусто'
    const cells = changes?.cells ?? []
    return {
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

    async readiness(school, classId, signal) {
      const asked = { key: `${school}/${classId}`, state: await groundState(deps, school), signal }
      return judgeOnce(asked, stop => readinessOf(school, classId, stop))
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
