import { createHash } from 'node:crypto'
import { studyYearDays, studyYearStart } from '../../src/calendar/index.js'
import { BridgeError } from '../../src/errors.js'
import { type Directory, type Id, nameWithInitials } from '../../src/journal/index.js'
import type { LetterKey } from '../../src/ledger/index.js'
import {
  createOwedLetter,
  type NextReminder,
  type OwingTeacher,
  type ReminderAbout,
  type ReminderObstacle,
  type ReminderWish,
  type ReportFinding,
} from '../../src/report/index.js'
import type { JobDeps, School } from '../deps.js'
import { deliver, muteLink, reasonToWait } from './deliver.js'
import { owedBy, owedCounts, owedFindings, owedFrame, toldOf } from './owed.js'

/** A deputy head reminds a teacher by mail of what is still owed: all of it, or that of a class, or one entry. */

/**
 * Who owes something there now, with how much; in Russian order. What is overdue of a year is only counted, once a check; what
 * is due in the next days is read.
 */
export async function owingTeachers(
  deps: JobDeps,
  school: School,
  { classId, entry }: ReminderAbout,
): Promise<readonly OwingTeacher[]> {
  if (entry !== null) {
    const { findings, directory, when } = await owedFindings(deps, school, { classId, entry })
    const countOf = (teacher: Id) => {
      const { due, owed } = owedBy(teacher, findings, when)
      return due.length + owed.length
    }
    return owing(responsibleFor(findings), directory, countOf)
  }
  const { overdue, due, directory, when } = await owedCounts(deps, school, classId)
  const countOf = (teacher: Id) => (overdue.get(teacher) ?? 0) + owedBy(teacher, due, when).due.length
  return owing([...overdue.keys(), ...responsibleFor(due)], directory, countOf)
}

function responsibleFor(findings: readonly ReportFinding[]): Id[] {
  return findings.flatMap(({ verdict }) => verdict.responsible)
}

function owing(
  people: readonly Id[],
  { teachers }: Directory,
  countOf: (teacher: Id) => number,
): OwingTeacher[] {
  const names = new Map(teachers.map(teacher => [teacher.id, nameWithInitials(teacher)]))
  return [...new Set(people)]
    .map(teacher => ({ teacher, name: names.get(teacher) ?? `№ ${teacher}`, count: countOf(teacher) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.name.localeCompare(b.name, 'ru') || (a.teacher < b.teacher ? -1 : 1))
}

/** @throws BridgeError NOT_FOUND for a teacher that the school hasn't */
export async function nextReminder(deps: JobDeps, school: School, wish: ReminderWish): Promise<NextReminder> {
  return (await prepare(deps, school, wish)).next
}

/**
 * Sends it, once a day for the same teacher and list, whoever presses how often.
 * @param seen of the letter that was looked at; another one isn't sent
 * @returns what hinders, or null where it went
 * @throws BridgeError NOT_FOUND, MAIL_FAILED, CHANGED_MEANWHILE where it would be another letter by now
 */
export async function sendReminder(
  deps: JobDeps,
  school: School,
  wish: ReminderWish & { readonly by: string; readonly seen: string },
): Promise<ReminderObstacle | null> {
  const { next, key, period, findings } = await prepare(deps, school, wish)
  const { content, address, obstacle } = next
  if (obstacle !== null) return obstacle
  if (content === null || address === null) return 'nothing-owed'
  if (next.seen !== wish.seen) {
    throw new BridgeError('CHANGED_MEANWHILE', {
      message: 'Пока письмо было открыто, журнал проверен снова, и оно стало другим.',
      hint: 'Посмотрите его ещё раз и отправьте',
    })
  }
  const mute = await muteLink(deps, muteKey(key))
  const delivery = await deliver(deps, {
    key: { ...key, period },
    to: { address },
    content,
    listName: `Ведение журнала, ${school.name}`,
    whole: true,
    reminder: {
      teacher: wish.teacher,
      by: wish.by,
      entries: toldOf(findings).map(({ entry }) => entry),
    },
    ...(mute !== null && { unsubscribe: mute }),
  })
  return delivery.sent ? null : 'already'
}

interface Prepared {
  readonly next: NextReminder
  readonly key: LetterKey
  readonly period: string
  readonly findings: readonly ReportFinding[]
}

async function prepare(deps: JobDeps, school: School, wish: ReminderWish): Promise<Prepared> {
  const { teacher } = wish
  const { findings, directory, when, calendar } = await owedFindings(deps, school, wish)
  const days = { from: studyYearDays(studyYearStart(when.today)).from, to: when.today }
  const checked = await deps.findings.checked({ school: school.id, ...days })
  const person = directory.teachers.find(({ id }) => id === teacher)
  if (!person) throw new BridgeError('NOT_FOUND', { message: 'Такого учителя в школе нет.' })
  const address = school.teachers.find(known => known.person === teacher)?.address ?? null
  const kind = `reminder-${teacher}-${wish.entry ?? wish.classId ?? 'all'}`
  const key: LetterKey = { school: school.id, recipient: address ?? '', kind }
  const period = when.today
  const { due, owed } = owedBy(teacher, findings, when)
  const mute = address === null ? null : await muteLink(deps, muteKey(key))
  const content =
    due.length + owed.length === 0
      ? null
      : createOwedLetter({
          ...owedFrame(deps, school, { calendar, when }),
          ...{ asOf: checked?.newest ?? when.asOf, person: teacher },
          ...{ teacher: nameWithInitials(person), due, owed, mute },
          reminder: { by: wish.signedBy },
        })
  const sent = await deps.letters.reminders(school.id, { teacher }, 100)
  const obstacle = (): ReminderObstacle | null => {
    if (sent.some(one => one.kind === kind && one.period === period)) return 'already'
    if (content === null) return 'nothing-owed'
    return address === null ? 'no-address' : null
  }
  const hinders =
    obstacle() ?? ((await deps.letters.isMuted(muteKey(key))) ? 'muted' : reasonToWait(deps, calendar))
  const next: NextReminder = {
    ...{ teacher: nameWithInitials(person), address, content, obstacle: hinders },
    count: due.length + owed.length,
    seen: createHash('sha256')
      .update(`${address}\n${content?.text ?? ''}`)
      .digest('hex'),
  }
  return { next, key, period, findings: [...due, ...owed] }
}

/** Whoever wants no letters about what is owed wants no reminders of it. */
function muteKey({ school, recipient }: LetterKey): LetterKey {
  return { school, recipient, kind: 'owed' }
}
