import type { Id } from '../journal/index.js'
import {
  type FigureBasis,
  type FigureCount,
  newestMemberships,
  type Verdict,
  type VerdictSubject,
} from '../regulation/index.js'
import type { FigurePlace } from './figures-cells.js'
import type { Counting } from './figures-input.js'

/** What of a verdict about a cell of final marks is counted. */
type Judgement = Pick<Verdict, 'verdict' | 'subject' | 'date' | 'responsible' | 'evidence'>

type FinalsRule = Extract<FigureBasis, `2.7-${string}`>

/** Final marks: how many of the cells are filled, and their values. */
export function countFinals(counting: Counting): void {
  const rule = '2.7-final-marks-complete'
  const owed = [...foundBy(counting, rule), ...counting.judged.kept.findings(rule)]
  for (const judgement of owed) {
    if (judgement.verdict === 'exempt' || judgement.verdict === 'void') continue
    const place = placeOf(judgement)
    const isFilled = judgement.verdict !== 'pending' && judgement.evidence.presentAt !== null
    if (isFilled || judgement.verdict === 'broken') {
      counting.cells.add(place, 'finalsDue')
      if (isFilled) counting.cells.add(place, 'finalsFilled')
    } else if (judgement.verdict === 'unproven') counting.cells.add(place, 'finalsUnproven')
  }
  countValues(counting, owed)
}

/** How many are equal to the mean. */
export function countMeans(counting: Counting): void {
  countShare(counting, '2.7-final-marks-mean', ['meansEqual', 'meansOther', 'meansUnproven'])
}

/** How many are founded on enough marks. */
export function countBases(counting: Counting): void {
  countShare(counting, '2.7-final-marks-base', ['basesEnough', 'basesFew', 'basesUnproven'])
}

function countShare(
  counting: Counting,
  rule: FinalsRule,
  [good, other, unproven]: readonly [
    'meansEqual' | 'basesEnough',
    'meansOther' | 'basesFew',
    'meansUnproven' | 'basesUnproven',
  ],
): void {
  const { judged, cells } = counting
  for (const { place, kept } of judged.kept.places(rule)) {
    const { classId, date, subjectId = null, teacherIds = [] } = place
    cells.add({ classId, date, subjectId, teacherIds }, good, kept)
  }
  for (const judgement of foundBy(counting, rule)) {
    const { verdict } = judgement
    if (verdict === 'kept') cells.add(placeOf(judgement), good)
    else if (verdict === 'broken' || verdict === 'mended') cells.add(placeOf(judgement), other)
    else if (verdict === 'unproven') cells.add(placeOf(judgement), unproven)
  }
}

function foundBy({ judged }: Counting, rule: FinalsRule): Judgement[] {
  return judged.found.filter(verdict => verdict.rule === rule)
}

function placeOf({ subject, date, responsible }: Judgement): FigurePlace {
  return {
    classId: subject.class,
    date,
    subjectId: subject.subject ?? null,
    teacherIds: responsible,
  }
}

const figures: ReadonlyMap<string, FigureCount> = new Map([
  ['5', 'fives'],
  ['4', 'fours'],
  ['3', 'threes'],
  ['2', 'twos'],
  ['1', 'twos'],
])

/** N of the shares is all who have a mark in figures or «н/а»: exempt pupils and those without a mark are out of it. */
function countValues({ slice, journal, calendar, cells }: Counting, owed: readonly Judgement[]): void {
  const places = new Map(owed.map(judgement => [cellKey(judgement.subject), judgement]))
  for (const mark of slice.finalMarks) {
    const { classId, subjectId, personId, periodId } = mark
    if (periodId === null) continue
    const judgement = places.get(
      cellKey({ class: classId, subject: subjectId, person: personId, period: periodId }),
    )
    if (!judgement) continue
    if (hasLeft(personId, { classId, at: calendar.dayEnd(judgement.date), journal })) continue
    const count = mark.meaning === 'not-attested' ? 'notAttested' : figures.get(mark.value.trim())
    if (count !== undefined) cells.add(placeOf(judgement), count)
  }
}

function cellKey({ class: classId, subject, person, period }: VerdictSubject): string {
  return `${classId}/${subject ?? ''}/${person ?? ''}/${period ?? ''}`
}

function hasLeft(
  personId: Id,
  { classId, at, journal }: { classId: Id; at: number; journal: Counting['journal'] },
): boolean {
  const left = newestMemberships(journal, classId).get(personId)?.left
  return left !== undefined && left !== null && left.presentAt <= at
}
