import { BridgeError } from '../../src/errors.js'
import { type Id, pupilsOnList, type ReadOptions, type Window } from '../../src/journal/index.js'
import { examDays } from '../../src/mirror/index.js'
import type { JobDeps } from '../deps.js'

/** Of whom the platform is asked where it gives marks only pupil by pupil: of nobody it would give none. */
export function pupilsOf(deps: JobDeps, window: Window): Omit<ReadOptions, 'signal'> {
  const { resource, group: classId } = window
  if (classId === null || (resource !== 'final-marks' && resource !== 'exam-marks')) return {}
  const listed = async () => pupilsOnList(await deps.mirror.directory(window.school), classId)
  return {
    listedPupils: listed,
    async pupilIds() {
      const list = await deps.mirror.lastLook({ ...window, resource: 'members' })
      if (list?.complete !== true) {
        throw new BridgeError('DNEVNIK_UNEXPECTED', {
          message: 'Итоговые отметки даются только по ученикам, а список класса не прочитан',
        })
      }
      return resource === 'exam-marks' ? examinees(deps, window.school, classId) : listed()
    },
  }
}

/**
 * Who was in the class when its year ended: after the exams they leave school, and their marks would seem to be taken away if
 * nobody asked for them any more. When that was isn't known of a class of a former year, so whoever has marks counts too.
 */
async function examinees(deps: JobDeps, schoolId: Id, classId: Id): Promise<Id[]> {
  const school = deps.school(schoolId)
  const { calendar } = await deps.calendar(school)
  const noDays = { from: '1970-01-01', to: '1970-01-01' }
  const { directory, slice, resultMarks } = await deps.mirror.classAt(
    { school: schoolId, classId, at: null, only: 'final-marks', days: () => noDays },
    school.timeZone,
  )
  const days = examDays(directory.periods, classId)
  const stayed = slice.memberships.filter(
    ({ groupId, left }) =>
      groupId === classId &&
      (left === null || (days !== null && days.from <= calendar.dateOf(left.presentAt))),
  )
  return [...new Set([...stayed, ...resultMarks].map(({ personId }) => personId))]
}
