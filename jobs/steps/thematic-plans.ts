import { type Calendar, studyYearDays, studyYearStart } from '../../src/calendar/index.js'
import { planChanges, type PlanChange } from '../../src/regulation/index.js'
import { BridgeError } from '../../src/errors.js'
import type { Directory, Id, IsoDate } from '../../src/journal/index.js'
import {
  type EnteredPlan,
  type KeptPlan,
  type LedgerChange,
  type PlanDraft,
  type Signature,
  sameRows,
  standingVersions,
} from '../../src/ledger/index.js'
import type { PlanFile } from '../../src/plan-file/index.js'
import type { JobDeps } from '../deps.js'
import { effectiveSchool } from './effective-school.js'
import { judgeAgain, nothing } from './judge-again.js'
import { idOfNamed, namedTeachers } from './known-names.js'
import { planMeasure } from './plan-measure.js'

/** Whose plan a file is, as somebody named it: classes, subject, subgroup, teacher by number or name. */
export interface PlanImport {
  readonly classes: readonly string[] | null
  /** All classes of a grade; instead of `classes`. */
  readonly parallel: number | null
  readonly subject: string
  readonly subgroup: string | null
  readonly teacher: string | null
  /** In which the study year begins; null: this one, from August on the next. */
  readonly studyYear: number | null
  /** First day in force; null: the study year's first day, or today for what supersedes another version. */
  readonly from: IsoDate | null
  readonly file: { readonly name: string; readonly bytes: Uint8Array; readonly sheet: string | null }
}

/** What an import would enter for one class. */
export interface PlannedVersion {
  readonly draft: PlanDraft
  readonly className: string
  /** The plan and the version that it would supersede; null where there is none. */
  readonly supersedes: { readonly number: number; readonly version: number } | null
  readonly changes: readonly PlanChange[]
  /** The newest version says the same already. */
  readonly unchanged: boolean
  /** Whether the platform lists the subject for the class. */
  readonly isTaught: boolean
}

export interface PlanPreview {
  readonly studyYear: number
  readonly subjectName: string
  readonly file: PlanFile
  /** None while the file has problems. */
  readonly versions: readonly PlannedVersion[]
}

/**
 * Reads a plan's file and tells what entering it would do; nothing is written.
 * @throws BridgeError NOT_FOUND, USAGE for names that the school hasn't, or a day outside the study year
 */
export async function previewPlans(deps: JobDeps, school: Id, request: PlanImport): Promise<PlanPreview> {
  return (await planPreviewer(deps, school))(request)
}

/** The same for many files: the school's lists are read once. */
export async function planPreviewer(
  deps: JobDeps,
  school: Id,
): Promise<(request: PlanImport) => Promise<PlanPreview>> {
  const { calendar } = await deps.calendar(deps.school(school))
  const today = calendar.dateOf(deps.clock.now())
  const directory = await deps.mirror.directory(school)
  const kept = await deps.thematicPlans.list(school)
  const measure = planMeasure(await effectiveSchool(deps, school), today)

  return async request => {
    const studyYear = request.studyYear ?? planningYear(calendar, today)
    const scopes = scopesOf(directory, request, studyYear)
    const subjectName = directory.subjects.find(({ id }) => id === scopes[0]?.subjectId)?.name ?? ''
    const { name, bytes, sheet } = request.file
    const file = await deps.readPlan({ bytes, sheet, studyYear })
    if (file.problems.length > 0) return { studyYear, subjectName, file, versions: [] }
    const versions = scopes.map(scope => {
      const plan = kept.find(item => isOf(item, scope))
      const newest = plan && standingVersions(plan).at(-1)
      const isSame = newest !== undefined && sameRows(newest.content.rows, file.rows)
      const start = studyYearDays(studyYear).from
      const usual = newest === undefined ? start : isSame ? newest.content.from : later(today, start)
      const from = request.from ?? usual
      checkDay(from, studyYear)
      return {
        draft: { ...scope, from, rows: file.rows, file: { name, sha256: file.sha256 } },
        className: directory.classes.find(({ id }) => id === scope.classId)?.name ?? '',
        supersedes: plan && newest ? { number: plan.number, version: newest.version } : null,
        changes: newest ? planChanges(newest.content.rows, file.rows, measure) : [],
        unchanged: isSame && newest.content.from === from,
        isTaught: directory.classSubjects.some(
          ({ classId, subjectId }) => classId === scope.classId && subjectId === scope.subjectId,
        ),
      }
    })
    return { studyYear, subjectName, file, versions }
  }
}

/** Enters all versions or none, and judges again what they concern. @throws BridgeError PLAN_STANDS */
export async function enterPlans(
  deps: JobDeps,
  school: Id,
  versions: readonly PlannedVersion[],
  signature: Signature & { readonly why: string | null },
): Promise<{ readonly entered: readonly EnteredPlan[]; readonly change: LedgerChange }> {
  const drafts = versions.map(({ draft }) => draft)
  const entered = await deps.thematicPlans.enter(school, drafts, signature)
  const fresh = drafts.filter((_, index) => entered[index]?.unchanged === false)
  const [first] = fresh
  if (!first) return { entered, change: nothing }
  const from = fresh.reduce((earliest, draft) => (draft.from < earliest ? draft.from : earliest), first.from)
  const classIds = [...new Set(fresh.map(({ classId }) => classId))]
  const change = await judgeAgain(deps, school, { from, to: studyYearDays(first.studyYear).to, classIds })
  return { entered, change }
}

/** Takes a plan back with all its versions. @throws BridgeError NOT_FOUND */
export async function withdrawPlan(
  deps: JobDeps,
  school: Id,
  number: number,
  signature: Signature & { readonly why: string },
): Promise<LedgerChange> {
  const { classId, studyYear } = await deps.thematicPlans.withdraw(school, number, signature)
  const days = { ...studyYearDays(studyYear), classIds: [classId] }
  return judgeAgain(deps, school, days)
}

/** The study year that plans are brought in for: in August schools plan the one that is about to begin. */
export function planningYear(calendar: Calendar, today: IsoDate): number {
  return studyYearStart(calendar.addDays(today, 31))
}

function later(one: IsoDate, other: IsoDate): IsoDate {
  return one > other ? one : other
}

function checkDay(from: IsoDate, studyYear: number): void {
  if (studyYearStart(from) === studyYear) return
  throw new BridgeError('USAGE', {
    message: `${from} — день не того учебного года: план на ${studyYear}/${studyYear + 1}`,
    hint: 'Назовите день этого года в --from или другой год в --year',
  })
}

type Scope = Omit<PlanDraft, 'from' | 'rows' | 'file'>

function isOf(plan: KeptPlan, { studyYear, classId, subjectId, groupId, teacherId }: Scope): boolean {
  return (
    plan.studyYear === studyYear &&
    plan.classId === classId &&
    plan.subjectId === subjectId &&
    plan.groupId === groupId &&
    plan.teacherId === teacherId
  )
}

function scopesOf(directory: Directory, request: PlanImport, studyYear: number): Scope[] {
  const classIds = classesOf(directory, request)
  const subjectId = idOfNamed('Предмета', request.subject, directory.subjects)
  const teacherId =
    request.teacher === null ? null : idOfNamed('Учителя', request.teacher, namedTeachers(directory))
  const subgroups = directory.subgroups.filter(group => classIds.every(id => group.classIds.includes(id)))
  const groupId = request.subgroup === null ? null : idOfNamed('Подгруппы', request.subgroup, subgroups)
  return classIds.map(classId => ({ studyYear, classId, subjectId, groupId, teacherId }))
}

function classesOf({ classes }: Directory, { classes: wanted, parallel }: PlanImport): readonly Id[] {
  if (wanted !== null) return [...new Set(wanted.map(name => idOfNamed('Класса', name, classes)))]
  const found = classes.filter(group => group.parallel === parallel)
  if (found.length > 0) return found.map(({ id }) => id)
  const known = [...new Set(classes.flatMap(group => group.parallel ?? []))].sort((a, b) => a - b)
  throw new BridgeError('NOT_FOUND', {
    message: `Классов ${parallel}-й параллели в школе нет`,
    hint:
      known.length === 0
        ? 'Списки школы ещё не прочитаны: выполните sync'
        : `Есть параллели: ${known.join(', ')}`,
  })
}
