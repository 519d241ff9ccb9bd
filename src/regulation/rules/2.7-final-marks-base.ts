import { z } from 'zod'
import type { Lesson, Period } from '../../journal/index.js'
import {
  type BasedCell,
  basedCells,
  type CurrentMarks,
  currentDoubts,
  doubtReasons,
  type MarkCount,
  missedShare,
  unreadPeriods,
} from '../current-marks.js'
import { cellFinding, type FilledCell } from '../filled-cells.js'
import type { Told } from '../findings.js'
import { studyWeeks } from '../periods.js'
import { defineRule, type Finding, type RuleContext } from '../rule.js'

const settings = z.strictObject({
  minimum: z
    .record(z.string().regex(/^[1-9]\d?$/), z.int().min(0).max(50))
    .default({ 1: 3, 2: 3, 3: 5, 4: 6, 5: 7 })
    .describe(
      'Сколько текущих отметок нужно для итоговой, по числу уроков предмета в неделю; при большем числе уроков — как для последнего',
    ),
  halfYearMinimum: z
    .int()
    .min(0)
    .max(50)
    .default(5)
    .describe('То же за полугодие, если по таблице выходит меньше'),
  longAbsence: z
    .number()
    .min(0)
    .max(1)
    .default(0.25)
    .describe(
      'Доля пропущенных уроков предмета, начиная с которой малое число отметок не считается нарушением',
    ),
})
type Context = RuleContext<z.infer<typeof settings>>

const bySchool = ' (порог установлен настройкой школы)'
const fact = '{where}: хватает ли текущих отметок для итоговой, не доказано'

export const finalMarksBase = defineRule({
  id: '2.7-final-marks-base',
  clause: '2.7',
  title: 'Для итоговой отметки хватает текущих',
  severity: 'minor',
  level: 'must',
  termFrom: 'school',
  scope: 'class-period',
  needs: ['lessons', 'marks', 'attendance', 'final-marks', 'members', 'class-subjects', 'periods'],
  countsDays: true,
  settings,
  messages: {
    kept: `{where}: текущих отметок ({count}) для итоговой хватает${bySchool}.`,
    broken: `{where}: итоговая отметка выставлена при {count} текущих, а нужно не менее {minimum} при {hours} ч в неделю${bySchool}.`,
    ...currentDoubts(fact, bySchool),
    'unproven-absent': `${fact}: отметок мало, но пропущено {missed} % уроков предмета${bySchool}.`,
    'unproven-two-in-cell': `${fact}: их {least}, если в каждой клетке стоит одна отметка, и {count}, если число вроде «54» — две отметки; нужно не менее {minimum} при {hours} ч в неделю${bySchool}.`,
    'unproven-value': `${fact}: значение итоговой отметки не опознано${bySchool}.`,
  },
  check(context, report) {
    const needOf = needTest(context)
    const tellUnread = unreadPeriods(context, report)
    for (const based of basedCells(context)) {
      const { cell, current } = based
      const { mark } = cell
      const need = needOf(based)
      if (need === null || (mark.meaning !== 'number' && mark.meaning !== 'unknown')) {
        context.notApplicable()
        continue
      }
      if (current.known === 'unread') {
        tellUnread(cell)
        continue
      }
      const { least, most } = countOf(current.marks)
      const isEnough = least >= need.minimum
      const missed = isEnough ? 0 : missedShare(context.journal, mark.personId, current.lessons)
      const told = isEnough
        ? enough
        : tellTooFew(cell, { current, missed, isPerhapsEnough: most >= need.minimum }, context)
      if (context.isCounted(told.verdict, cell.place)) continue
      report(findingOf({ cell, current, need, told, missed, count: isEnough ? least : most, least }, context))
    }
  },
})

const enough: Told = { verdict: 'kept', reason: 'kept' }

interface Facts {
  readonly cell: FilledCell
  readonly current: CurrentMarks
  readonly need: Need
  readonly told: Told
  readonly missed: number
  readonly count: number
  readonly least: number
}

function findingOf({ cell, current, need, told, missed, count, least }: Facts, context: Context): Finding {
  const { mark, period } = cell
  const { where, ...place } = cellFinding(cell, context)
  const since = typeof current.known === 'number' ? current.known : null
  return {
    ...told,
    ...place,
    deadline: context.calendar.dayEnd(period.finish),
    evidence: { level: 'B', absentAt: since, presentAt: mark.appeared.presentAt, platformAt: null },
    values: () => ({
      where: where(),
      least,
      count,
      minimum: need.minimum,
      hours: need.hours,
      missed: Math.round(missed * 100),
    }),
    restsOn: current.unclear,
  }
}

function countOf(marks: CurrentMarks['marks']): MarkCount {
  let least = 0
  let most = 0
  for (const { count } of marks) {
    least += count.least
    most += count.most
  }
  return { least, most }
}

interface Row {
  readonly hours: number
  readonly count: number
}

function tableOf({ minimum }: Context['settings']): readonly Row[] {
  return Object.entries(minimum)
    .map(([key, count]) => ({ hours: Number(key), count }))
    .sort((a, b) => a.hours - b.hours)
}

interface Need {
  readonly hours: number
  readonly minimum: number
}

/** Where weeks or subgroups are missing nobody knows how many hours there were: the verdict says so. */
const unknownNeed: Need = { hours: 0, minimum: Number.POSITIVE_INFINITY }

/** Null where the table says nothing: periods other than quarters, trimesters and half-years, less than an hour a week. */
function needTest(context: Context): (cell: BasedCell) => Need | null {
  const table = tableOf(context.settings)
  /**
   * By the lessons of a subject in a period, which are one list for all who go there. The empty one, of cells whose lessons aren't known,
   * doesn't come so far.
   */
  const known = new Map<readonly Lesson[], Need | null>()
  return ({ cell: { period, taught, mark }, current }) => {
    if (!isCounted(period) || !taught) return null
    // A subject marked by half-year in a class of quarters rests on two of them.
    if (context.journal.subject(mark.subjectId)?.halfYear === true && period.type !== 'half-year') return null
    if (current.known === 'unread' || current.known === 'subgroup') return unknownNeed
    const found = known.get(current.lessons)
    if (found !== undefined) return found
    const need = needFor(current.lessons.length, { period, table }, context)
    known.set(current.lessons, need)
    return need
  }
}

function needFor(
  lessons: number,
  { period, table }: { readonly period: Period; readonly table: readonly Row[] },
  context: Context,
): Need | null {
  const weeks = studyWeeks(context, period).length
  // An hour now and then, or one that fell out, asks for no more marks.
  const hours = Math.ceil(lessons / Math.max(1, weeks) - 0.5)
  const minimum = table.findLast(row => row.hours <= hours)?.count
  if (minimum === undefined) return null
  const isHalfYear = period.type === 'half-year'
  return { hours, minimum: isHalfYear ? Math.max(minimum, context.settings.halfYearMinimum) : minimum }
}

function isCounted({ type }: Period): boolean {
  return type === 'quarter' || type === 'trimester' || type === 'half-year'
}

function tellTooFew(
  { mark }: FilledCell,
  facts: { readonly current: CurrentMarks; readonly missed: number; readonly isPerhapsEnough: boolean },
  { settings }: Context,
): Told {
  if (mark.meaning === 'unknown') return doubt('unproven-value')
  const { current, missed, isPerhapsEnough } = facts
  if (typeof current.known !== 'number') return doubt(doubtReasons[current.known])
  if (isPerhapsEnough) return doubt('unproven-two-in-cell')
  return missed >= settings.longAbsence ? doubt('unproven-absent') : { verdict: 'broken', reason: 'broken' }
}

function doubt(reason: string): Told {
  return { verdict: 'unproven', reason }
}
