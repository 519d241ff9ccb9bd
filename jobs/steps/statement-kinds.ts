import {
  type Calendar,
  russianDate,
  studyYearDays,
  studyYearOf,
  studyYearStart,
} from '../../src/calendar/index.js'
import { BridgeError } from '../../src/errors.js'
import type { Directory, Id, IsoDate } from '../../src/journal/index.js'
import type { Content, Standing, StatementKind } from '../../src/ledger/index.js'
import {
  amendableRule,
  briefingHeld,
  clashingPupils,
  isCouncilDecision,
  type RegulationSettings,
  readRuleValues,
  rulesConcernedBy,
  sectionsFormed,
  type SettingsChange,
} from '../../src/regulation/index.js'
import type { JobDeps } from '../deps.js'
import { requireArchivedSheet } from './archived-sheet.js'
import { effectiveSchool } from './effective-school.js'
import { namedTeachers, requireKnown } from './known-names.js'
import { printBoard } from './print-board.js'
import { whereTo } from './where-to.js'

/** What is known where a statement is entered. */
export interface Facts {
  readonly directory: Directory
  readonly calendar: Calendar
  /** The school's day. */
  readonly today: IsoDate
  readonly deps: JobDeps
}

/** Days whose verdicts may rest on a statement, inclusive. */
export interface StatedDays {
  readonly from: IsoDate
  readonly to: IsoDate
  readonly classIds: readonly Id[] | null
}

interface KindOfStatement<Kind extends StatementKind> {
  /** @throws BridgeError NOT_FOUND for what the school hasn't, USAGE for what can't be, CALENDAR_UNKNOWN for days that no calendar tells of */
  check(content: Content<Kind>, facts: Facts): void | Promise<void>
  /** Null where no verdict rests on it. */
  days(content: Content<Kind>, facts: Facts): StatedDays | null
  /** The rules whose verdicts may rest on it, by id; absent where all may. */
  rules?(content: Content<Kind>): readonly string[]
  /** What the rules are set to as if these stood too; absent where that rests on none of them. */
  regulation?(added: readonly Standing<Kind>[], facts: Facts): Promise<RegulationSettings>
  /**
   * What two are about that can't both stand, in words; null where they can. Absent where all of the kind can: sessions, copies,
   * steps of a sheet that is printed again.
   */
  clash?(one: Content<Kind>, other: Content<Kind>, facts: Facts): string | null
}

/** Kinds that are entered, listed and taken back all in the same way. */
export type PlainKind = Exclude<StatementKind, 'exemption' | 'incident' | 'outage'>

export const statementKinds: { readonly [Kind in PlainKind]: KindOfStatement<Kind> } = {
  substitution: {
    check({ groupId, date, personId, insteadOf }, { directory, deps }) {
      deps.requireKnownDays({ from: date, to: date })
      requireKnown('Класса или подгруппы', [groupId], [...directory.classes, ...directory.subgroups])
      requireKnown(
        'Учителя',
        [personId, ...(insteadOf === null ? [] : [insteadOf])],
        namedTeachers(directory),
      )
    },
    days({ groupId, date }, { directory, calendar }) {
      const subgroup = directory.subgroups.find(({ id }) => id === groupId)
      return {
        from: calendar.addDays(date, -daysAround),
        to: calendar.addDays(date, daysAround),
        classIds: subgroup?.classIds ?? [groupId],
      }
    },
  },
  'written-limits': {
    check() {
      // The act is the school's own: nothing in the journal could contradict it.
    },
    days: ({ from }, { today }) => ({ from, to: today, classIds: null }),
  },
  control: {
    check({ classIds, on }, { directory, today, deps }) {
      deps.requireKnownDays({ from: on, to: on })
      requireKnown('Класса', classIds, directory.classes)
      requireCame(on, today)
    },
    days: ({ classIds, on }, { calendar }) => ({
      from: `${on.slice(0, 7)}-01`,
      to: calendar.addDays(on, 31),
      classIds,
    }),
  },
  backup: {
    check: ({ on }, { today }) => requireCame(on, today),
    days: ({ on }, { calendar }) => ({
      from: calendar.weekStart(on),
      // The weeks for which it may count (1.2), and the rest of its quarter (2.9).
      to: calendar.addDays(on, 92),
      classIds: null,
    }),
  },
  restore: {
    check: ({ on }, { today }) => requireCame(on, today),
    days: ({ on }, { calendar }) => ({ from: on, to: calendar.addDays(on, 366), classIds: null }),
  },
  'hard-copy': {
    async check({ classId, on, studyYear, sheet }, facts) {
      const { directory, today, deps } = facts
      await requireClassOfYear({ classId, studyYear }, facts)
      requireCame(on, today)
      if (sheet === null) return
      await requireArchivedSheet(deps, {
        school: directory.school,
        classId,
        studyYear,
        ...sheet,
      })
    },
    days: ({ classId, studyYear }) => ({
      from: studyYearDays(Number(studyYear.slice(0, 4))).from,
      to: studyYearDays(Number(studyYear.slice(5))).to,
      classIds: [classId],
    }),
  },
  briefing: {
    check({ on, studyYear }, { today, deps }) {
      deps.requireKnownDays({ from: on, to: on })
      requireCame(on, today)
      requireNear(on, studyYear)
    },
    days: ({ studyYear }) => ({ ...studyYearDays(Number(studyYear.slice(0, 4))), classIds: null }),
    rules: () => [briefingHeld.id],
  },
  'class-opening': {
    check({ classId, date }, { directory, today, deps }) {
      deps.requireKnownDays({ from: date, to: date })
      requireKnown('Класса', [classId], directory.classes)
      requireOwnYear({ classId, studyYear: studyYearOf(date) }, directory)
      requireCame(date, today)
    },
    // From the common term, which no longer holds for the class, to the end of the longest that can be set.
    days: ({ classId, date }, { calendar }) => ({
      from: `${studyYearStart(date)}-09-01`,
      to: calendar.addDays(date, 90),
      classIds: [classId],
    }),
    rules: () => [sectionsFormed.id],
    clash: ({ classId }, other, { directory }) =>
      classId === other.classId ? classNamed(classId, directory) : null,
  },
  reply: {
    async check({ entry }, { deps }) {
      if ((await deps.ledger.history(entry)) !== null) return
      throw new BridgeError('NOT_FOUND', {
        message: `Записи ${entry} нет`,
        hint: whereTo('Запись ищите в списке найденного', 'Сегодня', 'verdicts'),
      })
    },
    days: () => null,
  },
  settings: {
    check: checkSettings,
    async regulation(added, { directory, deps }) {
      return (await effectiveSchool(deps, directory.school, added)).regulation
    },
    days: ({ from }, { today }) => ({ from, to: today, classIds: null }),
    rules: ({ rule }) => rulesConcernedBy(rule),
  },
  acquaintance: {
    check({ classId, week, on }, { directory, calendar, today, deps }) {
      deps.requireKnownDays({ from: week, to: week })
      requireKnown('Класса', [classId], directory.classes)
      if (calendar.weekStart(week) !== week)
        throw wrongDay(`Неделя начинается в понедельник, а ${week} не он`)
      requireCame(on, today)
    },
    days: ({ classId, week }, { calendar }) => ({
      from: week,
      to: calendar.addDays(week, 6),
      classIds: [classId],
    }),
    clash: ({ classId, week }, other, { directory }) =>
      classId === other.classId && week === other.week
        ? `${classNamed(classId, directory)}, неделя с ${russianDate(week)}`
        : null,
  },
  order: {
    check({ subjectIds, periodIds, personIds }, { directory }) {
      requireKnown('Предмета', subjectIds, directory.subjects)
      requireKnown('Отчётного периода', periodIds, namedPeriods(directory))
      requirePupils(personIds, { members: directory.members, where: 'ни в одном классе' })
    },
    days({ periodIds }, { directory, today, calendar }) {
      const own = directory.periods.filter(({ id }) => periodIds.includes(id))
      // A period's marks are of its last study day, which holidays may put before its end.
      const starts = own.map(({ start }) => start).sort()
      const ends = own.map(({ finish }) => finish).sort()
      return { from: starts[0] ?? today, to: ends.at(-1) ?? calendar.addDays(today, -1), classIds: null }
    },
  },
  'pupil-order': {
    async check({ classId, studyYear, personIds, date }, facts) {
      const { directory, today } = facts
      await requireClassOfYear({ classId, studyYear }, facts)
      requireOwnYear({ classId, studyYear }, directory)
      requirePupils(personIds, {
        members: directory.members.filter(({ groupId }) => groupId === classId),
        where: `в классе ${classNamed(classId, directory)}`,
      })
      requireCame(date, today)
    },
    days: () => null,
    clash(one, other, { directory }) {
      const { length } = clashingPupils(one, other)
      const { classId, studyYear } = one
      const what = isCouncilDecision(one) ? 'решение педсовета' : 'этот приказ'
      return length === 0
        ? null
        : `${classNamed(classId, directory)}, ${studyYear}, ${what} (обучающихся: ${length})`
    },
  },
}

/** @throws BridgeError NOT_FOUND for a rule of which nothing can be set, USAGE for what it doesn't take, CALENDAR_UNKNOWN */
export function checkSettings(content: SettingsChange, { deps }: Pick<Facts, 'deps'>): void {
  deps.requireKnownDays({ from: content.from, to: content.from })
  const { error } = readRuleValues(amendableRule(content.rule), content.values)
  if (!error) return
  const problems = error.issues.map(({ path, message }) => `${path.join('.') || content.rule}: ${message}`)
  throw new BridgeError('USAGE', {
    message: problems.join('; '),
    hint: whereTo('Что и как настраивается', 'Настройки', 'settings show'),
  })
}

/** What somebody teaches in a class may be another's homework so many days before or after. */
const daysAround = 14

function requireCame(day: IsoDate, today: IsoDate): void {
  if (day > today) throw wrongDay(`${day} ещё не наступило: отмечают то, что уже произошло`)
}

/** A sheet signed long before the year or after it is more likely a slip of the pen. */
function requireNear(day: IsoDate, studyYear: string): void {
  const first = studyYear.slice(0, 4)
  const { to } = studyYearDays(Number(first))
  if (`${first}-06-01` <= day && day <= to) return
  throw wrongDay(
    `Инструктаж на ${studyYear} учебный год проводят с июня перед ним по ${russianDate(to)}, а не ${russianDate(day)}`,
  )
}

function wrongDay(message: string): BridgeError {
  return new BridgeError('USAGE', { message, hint: 'Исправьте день и повторите; ничего не записано' })
}

function namedPeriods({ periods, classes }: Directory) {
  const classNames = new Map(classes.map(({ id, name }) => [id, name]))
  const owners = new Map<Id, string[]>()
  for (const { id, classId } of periods) {
    owners.set(id, [...(owners.get(id) ?? []), classNames.get(classId) ?? classId])
  }
  return [...new Map(periods.map(({ id, name }) => [id, name]))].map(([id, name]) => ({
    id,
    name: `${name} (${owners.get(id)?.join(', ')})`,
  }))
}

/** Lists of the next year don't have the classes of this one, which its kits and their register have. @throws BridgeError NOT_FOUND */
async function requireClassOfYear(
  { classId, studyYear }: { readonly classId: Id; readonly studyYear: string },
  { directory, deps }: Facts,
): Promise<void> {
  const listed = [...directory.classes, ...directory.archivedClasses]
  const isListed = listed.some(({ id }) => id === classId)
  const { classes } = isListed
    ? { classes: listed }
    : await printBoard(deps, deps.school(directory.school), studyYear)
  requireKnown('Класса', [classId], classes)
}

/** A class's number is of one study year: of another it has neither sheets nor terms. @throws BridgeError USAGE */
function requireOwnYear(
  { classId, studyYear }: { readonly classId: Id; readonly studyYear: string },
  directory: Directory,
): void {
  const [first] = directory.periods
    .filter(period => period.classId === classId)
    .map(({ start }) => start)
    .sort()
  const own = first === undefined ? studyYear : studyYearOf(first)
  if (own === studyYear) return
  throw new BridgeError('USAGE', {
    message: `Класс ${classNamed(classId, directory)} — ${own} учебного года, к ${studyYear} он не относится`,
    hint: `Назовите ${own} год или класс того года; ничего не записано`,
  })
}

function classNamed(classId: Id, { classes, archivedClasses }: Directory): string {
  return [...classes, ...archivedClasses].find(({ id }) => id === classId)?.name ?? `№ ${classId}`
}

/** Pupils are not listed: their names don't belong into messages. @throws BridgeError NOT_FOUND */
function requirePupils(
  wanted: readonly Id[],
  { members, where }: Pick<Directory, 'members'> & { readonly where: string },
): void {
  const known = new Set(members.map(({ person }) => person.id))
  const missing = wanted.find(id => !known.has(id))
  if (missing === undefined) return
  throw new BridgeError('NOT_FOUND', {
    message: `Обучающегося № ${missing} ${where} нет`,
    hint: whereTo('Обучающиеся стоят в сводной ведомости', 'Ведомости', 'sheet --class НОМЕР --json'),
  })
}
