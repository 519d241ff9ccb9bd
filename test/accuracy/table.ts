import { createCalendar } from '../../src/calendar/index.js'
import { accuses, match } from '../../src/cli/demo-score.js'
import type { Resource } from '../../src/journal/index.js'
import type { Verdict } from '../../src/regulation/index.js'
import { type PlantedBreach, type PlantedRule, plantedRules } from '../../src/sandbox/index.js'
import { atTheEdge } from './edges.js'
import { homeworkLimits } from './homework.js'
import { perhapsMoved } from './moves.js'
import type { Lived, SchoolDaysToLive } from './year.js'

export interface Row {
  readonly rule: PlantedRule
  readonly planted: number
  /** Of these, whole looks at the window lie so that they settle it. */
  readonly decidable: number
  readonly found: number
  readonly unproven: number
  /** Decidable, and not found. */
  readonly missed: readonly { readonly breach: PlantedBreach; readonly verdict: Verdict | undefined }[]
}

export interface Table {
  readonly rows: readonly Row[]
  readonly invented: readonly Verdict[]
}

/** Where a breach of each rule shows. */
const windowOf: Readonly<Record<PlantedRule, Resource>> = {
  '2.1-class-teacher-set': 'class-teacher',
  '2.1-homework-author': 'lessons',
  '2.1-lesson-teacher-set': 'lessons',
  '2.2-sections-formed': 'class-teacher',
  '2.2-sections-kept': 'lessons',
  '2.3-topic-filled': 'lessons',
  '2.3-topics-by-plan': 'lessons',
  '2.4-class-teacher-edits': 'lessons',
  '2.5-attendance-daily': 'attendance',
  '2.5-attendance-gaps': 'attendance',
  '2.5-marks-in-place': 'marks',
  '2.5-marks-not-changed': 'marks',
  '2.5-marks-not-deleted': 'marks',
  '2.5-marks-same-day': 'marks',
  '2.5-marks-while-absent': 'marks',
  '2.5-waiting-marks-closed': 'marks',
  '2.5-written-works-in-time': 'marks',
  '2.5-written-works-marked': 'marks',
  '2.6-homework-in-time': 'lessons',
  '2.6-homework-specified': 'lessons',
  '2.6-homework-unchanged': 'lessons',
  '2.7-final-marks-base': 'final-marks',
  '2.7-final-marks-complete': 'final-marks',
  '2.7-final-marks-mean': 'final-marks',
  '2.7-final-marks-not-early': 'final-marks',
  '2.7-final-marks-unchanged': 'final-marks',
}
const ofHomeworkTerm: ReadonlySet<PlantedRule> = new Set(['2.6-homework-in-time', '2.6-homework-unchanged'])
/** What is entered is the breach, and stays. */
const staysWrong: ReadonlySet<PlantedRule> = new Set(['2.3-topics-by-plan'])
const weekly: ReadonlySet<Resource> = new Set(['lessons', 'marks', 'attendance'])
const graceMs = 15 * 60_000

export function tableOf(lived: Lived, { from, to, timeZone }: SchoolDaysToLive): Table {
  const { dateOf, dayEnd, weekStart } = createCalendar({
    timeZone,
    week: 5,
    production: { restDays: [], workingDays: [] },
    holidays: {},
    bells: {},
  })
  const looks = new Map(
    lived.windows.map(({ window, looks: all }) => [
      `${window.resource}/${window.group ?? '-'}/${window.week ?? '-'}`,
      all.filter(({ whole }) => whole).map(({ askedAt }) => askedAt),
    ]),
  )

  const looksAt = (resource: Resource, classId: string, date: string | null) =>
    looks.get(`${resource}/${classId}/${date === null ? '-' : weekStart(date)}`) ?? []
  const moved = perhapsMoved(lived.school, lesson => looksAt('marks', lesson.class.id, lesson.final.date))
  const edges = atTheEdge(lived.school)
  const homework = homeworkLimits(lived.school)

  /**
   * Between the deadline (with its error of measurement) and the entry somebody looked at the page; and what went
   * there came nowhere else; of a lesson that stays empty somebody was away before and after; homework wasn't perhaps that
   * of a cancelled lesson.
   */
  function isDecidable(breach: PlantedBreach): boolean {
    const { rule, subject, date, deadline, enteredAt, stoodFrom } = breach
    if (rule === '2.5-marks-not-deleted' && moved.has(subject.mark ?? '')) return false
    if (rule === '2.5-attendance-daily' && enteredAt === null && edges.has(subject.lesson ?? '')) return false
    const resource = subject.part?.endsWith('/subjects') ? 'class-subjects' : windowOf[rule]
    const day = weekly.has(resource) ? (lived.lessonDates.get(subject.lesson ?? '') ?? date) : null
    const due = ofHomeworkTerm.has(rule) ? homework.latestDue(breach) : Date.parse(deadline)
    const stays = enteredAt === null || staysWrong.has(rule)
    const entered = stays ? lived.now : Date.parse(enteredAt)
    const all = looksAt(resource, subject.class, day)
    const shownAt = all.find(at => at >= entered) ?? lived.now
    if (ofHomeworkTerm.has(rule) && homework.isPerhapsInstead(breach, shownAt)) return false
    // Who corrects a mark may do so till the end of the day on which it was first seen.
    const firstSeen = stoodFrom === undefined ? null : all.find(at => at >= Date.parse(stoodFrom))
    const seenUntil = firstSeen == null ? due : dayEnd(dateOf(firstSeen))
    const [after, before] =
      rule === '2.7-final-marks-not-early' ? [entered, due] : [Math.max(due, seenUntil) + graceMs, entered]
    return all.some(at => after < at && at <= before)
  }

  const { answers, invented } = match(lived.school.truth(), lived.verdicts, { from, to, now: lived.now })
  const rows = plantedRules.map((rule): Row => {
    const own = answers.filter(({ breach }) => breach.rule === rule)
    const isFound = ({ verdict }: (typeof own)[number]) => verdict !== undefined && accuses(verdict)
    const decidable = own.filter(({ breach }) => isDecidable(breach))
    return {
      rule,
      planted: own.length,
      decidable: decidable.length,
      found: own.filter(isFound).length,
      unproven: own.filter(({ verdict }) => verdict?.verdict === 'unproven').length,
      missed: decidable.filter(answer => !isFound(answer)),
    }
  })
  return { rows, invented }
}

/** Of several schools. */
export function sumOf(tables: readonly Table[]): Table {
  return {
    rows: plantedRules.map(rule => {
      const own = tables.flatMap(({ rows }) => rows.filter(row => row.rule === rule))
      const sum = (part: 'planted' | 'decidable' | 'found' | 'unproven') =>
        own.reduce((total, row) => total + row[part], 0)
      return {
        rule,
        planted: sum('planted'),
        decidable: sum('decidable'),
        found: sum('found'),
        unproven: sum('unproven'),
        missed: own.flatMap(({ missed }) => missed),
      }
    }),
    invented: tables.flatMap(({ invented }) => invented),
  }
}

/** Share of the decidable breaches that were found. */
export function recallOf({ rows }: Table): number {
  const decidable = rows.reduce((sum, row) => sum + row.decidable, 0)
  const missed = rows.reduce((sum, row) => sum + row.missed.length, 0)
  return decidable === 0 ? 1 : (decidable - missed) / decidable
}

export function tableText(table: Table): string {
  const columns = ['planted', 'decidable', 'found', 'unproven', 'missed', 'invented']
  const invented = (rule: string) => table.invented.filter(verdict => verdict.rule === rule).length
  const numbers = (row: Row) => [
    ...[row.planted, row.decidable, row.found, row.unproven, row.missed.length],
    invented(row.rule),
  ]
  const cells = table.rows.map(row => [`\`${row.rule}\``, ...numbers(row).map(String)])
  const totals = columns.map((_, index) =>
    String(table.rows.reduce((sum, row) => sum + (numbers(row)[index] ?? 0), 0)),
  )
  const lines = [...cells, ['all', ...totals]].map(
    ([rule = '', ...rest]) =>
      `| ${rule.padEnd(27)} | ${rest.map((text, i) => text.padStart(columns[i]?.length ?? 0)).join(' | ')} |`,
  )
  const head = `| ${'rule'.padEnd(27)} | ${columns.join(' | ')} |`
  const rule = `| ${'-'.repeat(27)} | ${columns.map(name => `${'-'.repeat(name.length - 1)}:`).join(' | ')} |`
  return [head, rule, ...lines].join('\n')
}
