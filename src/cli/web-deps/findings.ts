import {
  type App,
  enterExemption,
  enterStatements,
  missedLooks,
  previewExemption,
  verdictStory,
} from '../../app.js'
import { type Coverage, type Directory, fullName, type Id, nameWithInitials } from '../../journal/index.js'
import { wholeSchool } from '../../regulation/index.js'
import { compareRussian, describeGaps } from '../../report/index.js'
import { type FindingsDeps, type Named, type SchoolNames, shownName } from '../../web/index.js'

/** What the pages about findings stand on. */
export function findingsDeps({ deps }: App): FindingsDeps {
  const names = whileNothingIsRead<SchoolNames>(deps)
  const directories = whileNothingIsRead<Directory>(deps)
  const directoryOf = (school: Id) => directories(school, school, () => deps.mirror.directory(school))
  const coverages = whileNothingIsRead<Coverage>(deps)
  const signature = (author: string) => ({ author, at: deps.clock.now() })
  return {
    found: deps.findings,
    names: school => names(school, school, async () => namesOf(await directoryOf(school))),

    async coverage(school, { from, to }, classIds) {
      const now = deps.clock.now()
      const { calendar, facts } = await deps.calendar(deps.school(school))
      const today = calendar.dateOf(now)
      // Days that haven't come yet can't be missing from the mirror.
      const days = { school, from, to: to < today ? to : today }
      const key = `${days.from}/${days.to}/${classIds?.join() ?? '-'}`
      const coverage = await coverages(school, key, () =>
        deps.mirror.coverage({ ...days, ...(classIds && { classIds }) }),
      )
      return describeGaps(coverage, await directoryOf(school), {
        // Looks are missed by the clock alone, so this isn't kept.
        missedLooks: await missedLooks(deps, { school, from, to, classIds }),
        calendar: facts,
      })
    },

    story: (school, entry) => verdictStory(deps, school, entry),
    async previewExemption(school, exemption) {
      return (await previewExemption(deps, school, exemption)).excused
    },
    async enterExemption(school, exemption, { author }) {
      const { number, excused } = await enterExemption(deps, school, exemption, signature(author))
      return { number, excused: excused.length }
    },
    async enterReply(school, reply, { author }) {
      await enterStatements(deps, school, { kind: 'reply', contents: [reply], ...signature(author) })
    },
  }
}

/** Keeps what was made of the mirror until the school is read again; a failure isn't remembered. */
function whileNothingIsRead<T>({ mirror }: App['deps']) {
  const kept = new Map<Id, { newest: number | null; made: Map<string, Promise<T>> }>()
  return async (school: Id, key: string, make: () => Promise<T>): Promise<T> => {
    const newest = await mirror.newestLook(school)
    let known = kept.get(school)
    if (!known || known.newest !== newest || known.made.size >= mostKept) {
      known = { newest, made: new Map() }
      kept.set(school, known)
    }
    const { made } = known
    const before = made.get(key)
    if (before) return before
    const fresh = make()
    made.set(key, fresh)
    fresh.catch(() => made.delete(key))
    return fresh
  }
}

const mostKept = 50

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
