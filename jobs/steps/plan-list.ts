import type { Id } from '../../src/journal/index.js'
import { type KeptPlan, standingVersions } from '../../src/ledger/index.js'
import { type Correction, type PlanSheet, planNames, yearText } from '../../src/report/index.js'
import { BridgeError } from '../../src/errors.js'
import type { JobDeps } from '../deps.js'
import { keptPlan, planCorrection } from './plan-correction.js'

/** Calendar-thematic plans as they are listed and taken along. */

export interface MissingPlan {
  readonly classId: Id
  readonly className: string
  readonly subjectId: Id
  readonly subjectName: string
}

/**
 * Subjects of classes, by the platform's list, that no plan of the study year stands for.
 * @param year in which the study year begins
 */
export async function missingPlans(
  deps: JobDeps,
  school: Id,
  { year, classIds }: { readonly year: number; readonly classIds: readonly Id[] | null },
): Promise<MissingPlan[]> {
  const { classes, subjects, classSubjects } = await deps.mirror.directory(school)
  const plans = await deps.thematicPlans.list(school, { classIds, studyYears: [year] })
  const standing = plans.filter(plan => standingVersions(plan).length > 0)
  const planned = new Set(standing.map(({ classId, subjectId }) => `${classId}/${subjectId}`))
  return classSubjects.flatMap(({ classId, subjectId }) => {
    const group = classes.find(({ id }) => id === classId)
    const isWanted = group !== undefined && (classIds?.includes(classId) ?? true)
    if (!isWanted || planned.has(`${classId}/${subjectId}`)) return []
    const subjectName = subjects.find(({ id }) => id === subjectId)?.name ?? `№ ${subjectId}`
    return [{ classId, className: group.name, subjectId, subjectName }]
  })
}

/** What of a plan's version is shown or taken along. */
export interface FoundVersion {
  readonly plan: KeptPlan
  readonly isWithdrawn: boolean
  readonly version: KeptPlan['versions'][number]
  readonly title: string
  readonly sheet: PlanSheet
}

/**
 * @param version null for the newest
 * @throws BridgeError NOT_FOUND for a plan, or a version of it, that there isn't
 */
export async function planVersion(
  deps: JobDeps,
  school: Id,
  wanted: { readonly number: number; readonly version: number | null },
): Promise<FoundVersion> {
  const plan = await keptPlan(deps, school, wanted.number)
  const version = plan.versions.findLast(
    item => item.content !== null && (wanted.version ?? item.version) === item.version,
  )
  if (!version?.content) {
    const known = plan.versions.flatMap(item => (item.content === null ? [] : [item.version]))
    throw new BridgeError('NOT_FOUND', {
      message: `Версии ${wanted.version ?? ''} у плана № ${wanted.number} нет`,
      hint: `Версии: ${known.join(', ')}`,
    })
  }
  const { name: schoolName, timeZone } = deps.school(school)
  const { className, subjectName, title } = planNames(plan, await deps.mirror.directory(school))
  const { rows, from } = version.content
  const sheet = {
    ...{ schoolName, className, subjectName, studyYear: yearText(plan.studyYear), number: plan.number },
    ...{
      version: version.version,
      from,
      rows,
      author: version.author,
      enteredAt: version.enteredAt,
      timeZone,
    },
  }
  return { plan, isWithdrawn: standingVersions(plan).length === 0, version, title, sheet }
}

/** «Лист коррекции» with the names of school, class and subject. @throws BridgeError NOT_FOUND as `planCorrection` */
export async function correctionSheet(
  deps: JobDeps,
  school: Id,
  wanted: { readonly number: number; readonly version: number | null },
): Promise<Correction> {
  const { plan, ...found } = await planCorrection(deps, school, wanted)
  const { className, subjectName } = planNames(plan, await deps.mirror.directory(school))
  const { name: schoolName, timeZone } = deps.school(school)
  const studyYear = yearText(plan.studyYear)
  return { ...found, number: plan.number, className, subjectName, schoolName, studyYear, timeZone }
}
