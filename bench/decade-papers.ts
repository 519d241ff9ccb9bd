import { addRun, type App, buildSheet, storeSheet } from '../src/app.js'
import { weeksBetween } from './weeks.js'
import { afterTheYear, yearClass, yearDays, yearSchool } from './judged-year.js'
import { yearTeacher } from './page-paths.js'

/** What people have entered in ten years, their accounts, and a small archive. */

const signature = { author: 'Петрова М. И.', at: afterTheYear }
const substitutionsAYear = 60
const readClasses = 10

export async function enterDecisions({ deps }: App, years: number): Promise<void> {
  const { statements } = deps
  for (let ago = years - 1; ago >= 0; ago--) {
    const day = (date: string) => shifted(date, ago)
    const weeks = weeksBetween(yearDays.from, yearDays.to)
    const substitutions = Array.from({ length: substitutionsAYear }, (_, index) => ({
      groupId: ago === 0 ? yearClass(index % 10) : `2${ago}${yearClass(index % 10).slice(2)}`,
      date: day(weeks[index % weeks.length] ?? yearDays.from),
      ...{
        lesson: 1 + (index % 6),
        personId: '5000007',
        insteadOf: '5000003',
        order: `приказ № ${index + 1}`,
      },
    }))
    await statements.enterAll(yearSchool, 'substitution', substitutions, signature)
    const acquaintances = weeks.flatMap(week =>
      Array.from({ length: readClasses }, (_, index) => ({
        ...{ classId: yearClass(index), week: day(week), on: day(week) },
      })),
    )
    await statements.enterAll(yearSchool, 'acquaintance', acquaintances, signature)
    const exemptions = Array.from({ length: 10 }, (_, index) => ({
      ...{ rules: ['2.3-topic-filled'], classIds: [yearClass(index)], teacherIds: null, subjectIds: null },
      ...{ lessonIds: null, personIds: null, from: day(yearDays.from), to: day('2026-09-07') },
      ...{ reason: 'Болезнь учителя', order: `приказ № ${index + 100}` },
    }))
    await statements.enterAll(yearSchool, 'exemption', exemptions, signature)
  }
}

function shifted(date: string, years: number): string {
  return new Date(Date.parse(date) - years * 364 * 86_400_000).toISOString().slice(0, 10)
}

/** One who may see all, one who sees what is their own, and a staff beside them. */
export async function addPeople({ people }: App): Promise<void> {
  const add = (login: string, grants: Parameters<typeof people.add>[0]['grants']) =>
    people.add({ login, name: `Сотрудник ${login}`, subject: login, grants, by: 'bench', password: 'none' })
  await add('head', [
    { role: 'administrator', school: null, person: null },
    { role: 'deputy', school: null, person: null },
    { role: 'office', school: null, person: null },
  ])
  for (let index = 0; index < 60; index++) {
    const person = String(Number(yearTeacher) + index)
    await add(`teacher-${index}`, [
      { role: 'class-teacher', school: yearSchool, person },
      { role: 'subject-teacher', school: yearSchool, person },
    ])
  }
}

/** @returns the sessions' ids */
export async function logIn({ people, deps }: App): Promise<{ all: string; own: string }> {
  const at = deps.clock.now()
  const session = (login: string) => people.sessions.begin(login, { half: false, at })
  return { all: await session('head'), own: await session('teacher-0') }
}

/** Sheets of some classes, and print kits of one, two and three of them: three versions. */
export async function fillArchive(app: App, classes: number): Promise<void> {
  const school = app.deps.school(yearSchool)
  for (let index = 0; index < Math.min(5, classes); index++) {
    const place = { school, classId: yearClass(index), periodId: null }
    await storeSheet(app.deps, await buildSheet(app.deps, place))
  }
  const queue = await app.inlineQueue()
  const workers = await app.work(queue)
  try {
    for (let count = 1; count <= Math.min(3, classes); count++) {
      const classIds = Array.from({ length: count }, (_, index) => yearClass(index))
      const days = { from: '2026-09-01', to: '2027-06-30' }
      const run = {
        id: `bench-kit-${count}`,
        kind: 'print-kit',
        school: yearSchool,
        ...days,
        classIds,
      } as const
      await addRun(app.deps, queue, { ...run, askedBy: 'cli' })
      await queue.idle()
    }
  } finally {
    await workers.close()
    await queue.close()
  }
}
