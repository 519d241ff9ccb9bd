import { type KeptPlan, standingVersions } from '../../src/ledger/index.js'
import type { ThematicPlan } from '../../src/regulation/index.js'

/** A plan as the rules read it: what they don't need isn't archived with every report. Null where it was taken back. */
export function standingPlan(plan: KeptPlan): ThematicPlan | null {
  const { number, studyYear, classId, subjectId, groupId, teacherId } = plan
  const versions = standingVersions(plan).map(({ version, content }) => ({
    version,
    from: content.from,
    rows: content.rows.map(({ number: label, topic, hours, date }) => ({
      number: label,
      topic,
      hours,
      date,
    })),
  }))
  return versions.length === 0
    ? null
    : { number, studyYear, classId, subjectId, groupId, teacherId, versions }
}
