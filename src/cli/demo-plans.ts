import { type App, enterPlans, type PlannedVersion, planPreviewer, type School } from '../app.js'
import type { Sandbox } from '../sandbox/index.js'

/**
 * Brings in the calendar-thematic plans that the sandbox's teachers follow, as if each had handed in a file.
 * @returns how many
 */
export async function importPlans(
  { deps }: Pick<App, 'deps'>,
  school: School,
  sandbox: Sandbox,
): Promise<number> {
  const previewOf = await planPreviewer(deps, school.id)
  const versions: PlannedVersion[] = []
  for (const { name, bytes, classId, subjectId, subgroupId } of await sandbox.planFiles()) {
    const { versions: planned } = await previewOf({
      classes: [classId],
      parallel: null,
      subject: subjectId,
      subgroup: subgroupId,
      teacher: null,
      studyYear: null,
      from: null,
      file: { name, bytes, sheet: null },
    })
    versions.push(...planned)
  }
  await enterPlans(deps, school.id, versions, {
    author: 'Заместитель директора',
    at: deps.clock.now(),
    why: null,
  })
  return versions.length
}
