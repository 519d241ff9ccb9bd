import {
  type App,
  correctionSheet,
  enterPlans,
  missingPlans,
  planningYear,
  planVersion,
  previewPlans,
  withdrawPlan,
} from '../../app.js'
import type { Directory } from '../../journal/index.js'
import { nameWithInitials } from '../../journal/index.js'
import { type KeptPlan, standingVersions } from '../../ledger/index.js'
import { compareRussian, correctionXlsx, planNames, planXlsx, yearText } from '../../report/index.js'
import { type PlanDeps, shortName } from '../../web/index.js'
import { type BeginEntering, enteringAtOnce } from './entering.js'

/** What the pages of the calendar-thematic plans stand on. */
export function planDeps(
  { deps, planUploads }: Pick<App, 'deps' | 'planUploads'>,
  begin: BeginEntering = enteringAtOnce(deps),
): PlanDeps {
  return {
    async choices(school) {
      const { calendar } = await deps.calendar(deps.school(school))
      const directory = await deps.mirror.directory(school)
      const { classes, subjects, subgroups, teachers } = directory
      const year = planningYear(calendar, calendar.dateOf(deps.clock.now()))
      const parallels = [...new Set(classes.flatMap(({ parallel }) => parallel ?? []))].sort((a, b) => a - b)
      return {
        classes: sorted(classes),
        parallels: parallels.map(number => ({ value: `${number}`, text: `${number}-я параллель` })),
        subjects: sorted(subjects),
        subgroups: sorted(subgroups),
        teachers: sorted(teachers.map(teacher => ({ id: teacher.id, name: nameWithInitials(teacher) }))),
        years: [year + 1, year, year - 1].map(first => ({ value: `${first}`, text: yearText(first) })),
        thisYear: year,
      }
    },
    async list(school, year) {
      const directory = await deps.mirror.directory(school)
      const kept = await deps.thematicPlans.list(school, { studyYears: [year] })
      const plans = kept.map(plan => named(plan, directory))
      const missing = await missingPlans(deps, school, { year, classIds: null })
      return {
        plans: plans.sort(
          (a, b) =>
            compareRussian(a.className, b.className) ||
            compareRussian(a.title, b.title) ||
            a.number - b.number,
        ),
        missing: missing.sort(
          (a, b) => compareRussian(a.className, b.className) || compareRussian(a.subjectName, b.subjectName),
        ),
      }
    },
    taught: (school, teacher, year) =>
      deps.mirror.taught({ school, teacher, from: `${year}-09-01`, to: `${year + 1}-08-31` }),
    async plan(school, wanted) {
      const { plan, sheet } = await planVersion(deps, school, wanted)
      return { plan: named(plan, await deps.mirror.directory(school)), sheet }
    },
    file: planXlsx,
    correction: (school, wanted) => correctionSheet(deps, school, wanted),
    correctionFile: correctionXlsx,
    keep: (sender, upload) => planUploads.keep(sender, upload, deps.clock.now()),
    async preview(sender, id, { sheet, ...asked }) {
      const upload = await planUploads.find(sender, id, deps.clock.now())
      if (upload === null) return null
      const preview = await previewPlans(deps, sender.school, { ...asked, file: { ...upload, sheet } })
      return { ...preview, id, fileName: upload.name }
    },
    async enter(sender, { id, versions }, { author, why }) {
      const signature = { author, why, at: deps.clock.now() }
      const entering = begin()
      const { entered } = await enterPlans(entering.deps, sender.school, versions, signature)
      await planUploads.drop(sender, id)
      return { entered, checking: entering.checking() }
    },
    async withdraw(school, number, revision) {
      const entering = begin()
      await withdrawPlan(entering.deps, school, number, { ...revision, at: deps.clock.now() })
      return { checking: entering.checking() }
    },
  }
}

function named(plan: KeptPlan, directory: Directory) {
  const { number, versions, ...scope } = plan
  const { className, title } = planNames(plan, directory)
  const standing = standingVersions(plan).map(({ version }) => version)
  return { ...scope, number, className, title, versions, standing }
}

function sorted(items: readonly { readonly id: string; readonly name: string }[]) {
  return items
    .map(({ id, name }) => ({ value: id, text: shortName(name) }))
    .sort((a, b) => compareRussian(a.text, b.text))
}
