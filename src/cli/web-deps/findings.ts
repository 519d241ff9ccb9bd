import {
  type App,
  enterExemption,
  enterStatements,
  missedLooks,
  previewExemption,
  verdictStory,
} from '../../app.js'
import { type Directory, fullName, type Id, nameWithInitials } from '../../journal/index.js'
import { wholeSchool } from '../../regulation/index.js'
import { compareRussian, describeGaps } from '../../report/index.js'
import { type FindingsDeps, type Named, type SchoolNames, shownName } from '../../web/index.js'
import { type BeginEntering, enteringAtOnce } from './entering.js'

/** What the pages about findings stand on. */
export function findingsDeps(
  { deps }: Pick<App, 'deps'>,
  begin: BeginEntering = enteringAtOnce(deps),
): FindingsDeps {
  /** The mirror gives the same directory until another one is read. */
  const names = new WeakMap<Directory, SchoolNames>()
  const signature = (author: string) => ({ author, at: deps.clock.now() })
  return {
    found: deps.findings,
    async names(school) {
      const directory = await deps.mirror.directory(school)
      const known = names.get(directory) ?? namesOf(directory)
      names.set(directory, known)
      return known
    },

    async coverage(school, { from, to }, classIds) {
      const now = deps.clock.now()
      const { calendar, facts } = await deps.calendar(deps.school(school))
      const today = calendar.dateOf(now)
      // Days that haven't come yet can't be missing from the mirror.
      const days = { school, from, to: to < today ? to : today }
      const coverage = await deps.mirror.coverage({ ...days, ...(classIds && { classIds }) })
      return describeGaps(coverage, await deps.mirror.directory(school), {
        // Looks are missed by the clock alone, so this isn't kept.
        missedLooks: await missedLooks(deps, { school, from, to, classIds }),
        calendar: facts,
      })
    },

    story: (school, entry) => verdictStory(deps, school, entry),
    async previewExemption(school, exemption, signal) {
      return (await previewExemption(deps, school, exemption, { most: 0, signal })).count
    },
    async enterExemption(school, exemption, { author }) {
      const entering = begin()
      const { number } = await enterExemption(entering.deps, school, exemption, signature(author))
      return { number, checking: entering.checking() }
    },
    async enterReply(school, reply, { author }) {
      await enterStatements(deps, school, { kind: 'reply', contents: [reply], ...signature(author) })
    },
  }
}

function namesOf(directory: Directory): SchoolNames {
  const named = ({ id, name }: Named) => ({ id, name: shownName(name) })
  const classes = [...directory.classes, ...directory.archivedClasses].map(named)
  const subjects = directory.subjects.map(named)
  const teachers = directory.teachers.map(teacher =>
    named({ id: teacher.id, name: nameWithInitials(teacher) }),
  )
  const pupils = new Map(directory.members.map(({ person }) => [person.id, shownName(fullName(person))]))
  const nameIn = (list: readonly Named[]) => {
    const known = new Map(list.map(({ id, name }) => [id, name]))
    return (id: Id) => known.get(id) ?? `№ ${id}`
  }
  const className = nameIn(classes)
  return {
    classes: classes.sort(byName),
    subjects: subjects.sort(byName),
    teachers: teachers.sort(byName),
    periods: directory.periods,
    className: id => (id === wholeSchool ? 'Школа' : className(id)),
    subjectName: nameIn(subjects),
    teacherName: nameIn(teachers),
    pupilName: id => pupils.get(id) ?? null,
  }
}

function byName(a: Named, b: Named): number {
  return compareRussian(a.name, b.name) || (a.id < b.id ? -1 : 1)
}
