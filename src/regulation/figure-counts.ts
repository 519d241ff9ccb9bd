import type { Id, IsoDate, Resource } from '../journal/index.js'
import { rules } from './rules/index.js'

/**
 * What is counted of lessons and final marks, so that the figures of any class, teacher, subject and days are a sum
 * divided by a sum. What «не доказано» is about is counted apart and stands in neither part.
 */
export const figureCounts = [
  /** Lessons held whose day is over and was read whole since. */
  'lessons',
  /** The same that nobody has read since: nothing is known of them, so they are in no per cent. */
  'unread',
  /** Of `lessons`: with a topic that is one. */
  'topics',
  'topicsInTime',
  'topicsLate',
  'topicsUnproven',
  /** Of `lessons`: at which homework was given. */
  'withHomework',
  'homeworkInTime',
  'homeworkLate',
  'homeworkUnproven',
  'marksInTime',
  'marksLate',
  'marksUnproven',
  /** Lessons of a group of which somebody was away that day, and those of them at which attendance was taken. */
  'absences',
  'attended',
  /** Marks in figures, and the places that they could have stood in: pupils × lessons. */
  'marks',
  'seats',
  /** Hours that plans with days have for them, doubled because there are halves; and lessons held of those plans. */
  'plannedHalves',
  'heldByPlan',
  /** Cells of final marks whose term is over, and the filled ones. */
  'finalsDue',
  'finalsFilled',
  'finalsUnproven',
  /** Final marks equal to the rounded mean, and others. */
  'meansEqual',
  'meansOther',
  'meansUnproven',
  /** Final marks with at least the least number of marks, and with fewer. */
  'basesEnough',
  'basesFew',
  'basesUnproven',
  /** Final marks by value; of pupils who are still there. */
  'fives',
  'fours',
  'threes',
  'twos',
  'notAttested',
] as const
export type FigureCount = (typeof figureCounts)[number]
export type FigureCounts = Readonly<Record<FigureCount, number>>

interface FigureGroup {
  readonly counts: readonly FigureCount[]
  /** Windows whose data is counted there, besides what the rule itself reads. */
  readonly needs: readonly Resource[]
}

/**
 * What decides the counts, and with them the pupils: the journal alone, or the verdicts and settings of a rule. Whoever judges only some
 * rules counts anew what rests on these and leaves the rest.
 */
export const figureGroups = {
  journal: {
    counts: ['lessons', 'unread', 'absences', 'attended', 'marks', 'seats', 'plannedHalves', 'heldByPlan'],
    needs: ['lessons', 'marks', 'attendance', 'members'],
  },
  '2.3-topic-filled': {
    counts: ['topics', 'topicsInTime', 'topicsLate', 'topicsUnproven'],
    needs: ['lessons'],
  },
  '2.6-homework-in-time': {
    counts: ['withHomework', 'homeworkInTime', 'homeworkLate', 'homeworkUnproven'],
    needs: ['lessons'],
  },
  '2.5-marks-same-day': {
    counts: ['marksInTime', 'marksLate', 'marksUnproven'],
    needs: ['lessons'],
  },
  // A final mark's value is counted where its cell is, and the rule tells which cells there are.
  '2.7-final-marks-complete': {
    counts: [
      'finalsDue',
      'finalsFilled',
      'finalsUnproven',
      'fives',
      'fours',
      'threes',
      'twos',
      'notAttested',
    ],
    needs: ['final-marks', 'members'],
  },
  '2.7-final-marks-mean': { counts: ['meansEqual', 'meansOther', 'meansUnproven'], needs: [] },
  '2.7-final-marks-base': { counts: ['basesEnough', 'basesFew', 'basesUnproven'], needs: [] },
} as const satisfies Readonly<Record<string, FigureGroup>>
export type FigureBasis = keyof typeof figureGroups

export const figureBases = Object.keys(figureGroups) as readonly FigureBasis[]

const rulesOfClasses = rules.filter(rule => !rule.isOfSchool)

/** On what the counts rest that a check of these rules can tell; what rests on the journal alone only a check of all of them does. */
export function figureBasesOf(rulesRun: readonly string[]): readonly FigureBasis[] {
  const run = new Set(rulesRun)
  const isWhole = rulesOfClasses.every(({ id }) => run.has(id))
  return figureBases.filter(basis => (basis === 'journal' ? isWhole : run.has(basis)))
}

/** What is counted of a class's lessons of one subject and its teachers on one day. */
export interface FigureDay {
  readonly classId: Id
  readonly date: IsoDate
  readonly subjectId: Id | null
  /** Sorted. */
  readonly teacherIds: readonly Id[]
  /** Of the largest group taught; null where no list is known. */
  readonly pupils: number | null
  readonly counts: FigureCounts
}

export function noFigures(): Record<FigureCount, number> {
  const entries = figureCounts.map(name => [name, 0] as const)
  return Object.fromEntries(entries) as Record<FigureCount, number>
}
