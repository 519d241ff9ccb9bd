import { z } from 'zod'
import { studyYearStart } from '../../calendar/index.js'
import type { Instant } from '../../clock.js'
import type { Id, Journal } from '../../journal/index.js'
import type { Told } from '../findings.js'
import { isAway, newestMemberships, presenceAt } from '../membership.js'
import { type EndedPeriod, endedPeriods, readSince, type TaughtSubject, taughtSubjects } from '../periods.js'
import { defineRule, type RuleContext } from '../rule.js'
import { subjectGroups } from '../subject-groups.js'
import { startsWithAny } from '../subject-names.js'
import { type ThematicPlan, versionOn } from '../thematic-plan.js'

const settings = z.strictObject({
  plan: z
    .array(
      z.strictObject({
        class: z.string().trim().min(1),
        subject: z.string().trim().min(1),
        hours: z.array(z.int().min(0).max(400)).min(1),
      }),
    )
    .default([])
    .describe(
      'План часов: класс, начало названия предмета и часы по отчётным периодам по порядку, например {class: 7А, subject: алгебра, hours: [27, 24, 30, 21]}',
    ),
  allowedLag: z
    .int()
    .min(0)
    .max(100)
    .default(2)
    .describe('Отставание от плана, часов за период, которое ещё не нарушение'),
})
type Settings = z.infer<typeof settings>
type Context = RuleContext<Settings>

const fact = '{where}: проведены ли часы по плану — не доказано'

export const hoursHeld = defineRule({
  id: '2.3-hours-held',
  clause: '2.3',
  title: 'Часы проведены по плану',
  severity: 'minor',
  level: 'must',
  termFrom: 'school',
  scope: 'class-period',
  needs: ['lessons', 'marks', 'attendance', 'class-subjects', 'periods', 'members'],
  countsDays: true,
  settings,
  messages: {
    pending: `{where}: проведено {held} ч из {planned} по плану, период ещё идёт ({source}; допуск установлен настройкой школы).`,
    kept: `{where}: проведено {held} ч из {planned} по плану ({source}; допуск установлен настройкой школы).`,
    broken: `{where}: проведено {held} ч из {planned} по плану, отставание {lag} ч ({source}; допуск установлен настройкой школы).`,
    'unproven-unread': `${fact}: не все недели периода прочитаны полностью после его конца ({source}; допуск установлен настройкой школы).`,
    'unproven-others': `${fact}: уроки идут только в группах со своими планами, кто учится вне их, не видно ({source}; допуск установлен настройкой школы).`,
    'unproven-subject': `${fact}: предмета с таким названием у класса нет ({source}; допуск установлен настройкой школы).`,
  },
  check(context, report) {
    const { journal, calendar, speech } = context
    for (const ended of endedPeriods(context)) {
      const { period, lastDay } = ended
      const className = journal.classOf(period.classId)?.name ?? ''
      const end = calendar.dayEnd(lastDay)
      for (const { subject, planned, found, isElsewhere, part, source } of plansOf(
        ended,
        className,
        context,
      )) {
        const held = heldHours(found, period.classId)
        const doubt = found.length === 0 ? 'unproven-subject' : isElsewhere ? 'unproven-others' : null
        const told = tell({ doubt, lag: planned - held, end }, ended, context)
        report({
          verdict: told.verdict,
          reason: told.reason,
          subject: {
            class: period.classId,
            period: period.id,
            ...(part !== null && { part }),
            ...(found[0] && { subject: found[0].id }),
          },
          date: lastDay,
          deadline: end,
          evidence: { level: 'B', absentAt: null, presentAt: readSince(context, period), platformAt: null },
          responsible: found.flatMap(({ groups }) => groups.allTeachers()),
          values: () => ({
            where: `${speech.className(period.classId)}, ${subject}, ${period.name}`,
            held,
            planned: hoursText(planned),
            lag: hoursText(planned - held),
            source,
          }),
        })
      }
    }
  },
})

interface PlannedHours {
  /** As messages name it. */
  readonly subject: string
  readonly planned: number
  readonly found: readonly TaughtSubject[]
  /** The subject has lessons, and all of them are of other plans. */
  readonly isElsewhere: boolean
  /** What tells several plans of one subject apart. */
  readonly part: string | null
  readonly source: string
}

/** Of a subject that has an imported plan with days, the settings say nothing. */
function plansOf(ended: EndedPeriod, className: string, context: Context): readonly PlannedHours[] {
  const imported = importedHours(ended, context)
  const isImported = ({ id }: TaughtSubject) =>
    imported.some(({ found }) => found.some(item => item.id === id))
  const { number } = ended.period
  const set = context.settings.plan.flatMap(line => {
    const planned = number === null ? undefined : line.hours[number - 1]
    if (line.class !== className || planned === undefined) return []
    const { subject } = line
    const found = subjectsNamed(subject, ended, context).filter(item => !isImported(item))
    const isCovered = found.length === 0 && imported.some(item => startsWithAny(item.subject, [subject]))
    const source = 'план часов — в настройках школы'
    return isCovered ? [] : [{ subject, planned, found, isElsewhere: false, part: subject, source }]
  })
  return [...imported, ...set]
}

/** What the versions in force at the period's end have planned for its days; a plan without days tells of no period. */
function importedHours(ended: EndedPeriod, context: Context): PlannedHours[] {
  const { period, lastDay } = ended
  const { journal, plans } = context
  const taught = taughtSubjects(context, period)
  const isOfPeriod = ({ classId, studyYear }: ThematicPlan) =>
    classId === period.classId && studyYear === studyYearStart(lastDay)
  return plans.filter(isOfPeriod).flatMap(plan => {
    const version = versionOn(plan, lastDay)
    if (!version || version.rows.some(({ date }) => date === null)) return []
    const inPeriod = version.rows.filter(
      ({ date }) => date !== null && period.start <= date && date <= period.finish,
    )
    const planned = inPeriod.reduce((sum, { hours }) => sum + hours, 0)
    const { subjectId, groupId, teacherId, number } = plan
    const subject = taught.get(subjectId)
    if (planned === 0 && !subject) return []
    const name = journal.subject(subjectId)?.name ?? `предмет № ${subjectId}`
    const withPlan = plans.flatMap(other =>
      isOfPeriod(other) && other.subjectId === subjectId && other.groupId !== null ? [other.groupId] : [],
    )
    const ofPlan =
      subject && (groupId === null ? ofOthers(subject, withPlan, ended, context) : ofGroup(subject, groupId))
    if (ofPlan === null) {
      context.notApplicable()
      return []
    }
    const found = ofPlan ? [ofPlan] : []
    const isElsewhere =
      groupId === null && subject !== undefined && subject.lessons.length > 0 && ofPlan?.lessons.length === 0
    const source = `КТП № ${number}, версия ${version.version}`
    return [{ subject: name, planned, found, isElsewhere, part: groupId ?? teacherId, source }]
  })
}

/** What the whole class is taught counts for each of its subgroups. */
function ofGroup(subject: TaughtSubject, groupId: Id): TaughtSubject {
  const lessons = subject.lessons.filter(
    lesson => lesson.groupId === groupId || lesson.groupId === lesson.classId,
  )
  return { ...subject, lessons }
}

/**
 * Who has a plan of their own, at home perhaps and with fewer hours, isn't held against that of the class: null where
 * nobody else is surely left. Somebody may be exempt from the subject, so that no lessons at all prove nothing.
 */
function ofOthers(
  subject: TaughtSubject,
  withPlan: readonly Id[],
  { period: { classId, start, finish } }: EndedPeriod,
  { journal, calendar }: Context,
): TaughtSubject | null {
  const lessons = subject.lessons.filter(({ groupId }) => !withPlan.includes(groupId))
  if (lessons.length === subject.lessons.length && lessons.length > 0) return subject
  const end = calendar.dayEnd(finish)
  if (
    lessons.length === 0 &&
    withPlan.length > 0 &&
    areAllIn(withPlan, { classId, begin: calendar.dayStart(start), end }, journal)
  )
    return null
  return { ...subject, lessons, groups: subjectGroups({ journal, classId, lessons, end }) }
}

/** Whether nobody who was in the class all the time is surely outside of these groups; of one whose list is unknown anybody may be. */
function areAllIn(
  groupIds: readonly Id[],
  { classId, begin, end }: { readonly classId: Id; readonly begin: Instant; readonly end: Instant },
  journal: Journal,
): boolean {
  const lists = groupIds.map(groupId => newestMemberships(journal, groupId))
  const isIn = (list: ReturnType<typeof newestMemberships>, personId: Id) => {
    const membership = list.get(personId)
    return list.size === 0 || (membership !== undefined && !isAway(presenceAt(membership, end)))
  }
  return [...newestMemberships(journal, classId)].every(([personId, membership]) => {
    const wasThere = [begin, end].every(at => presenceAt(membership, at) === 'member')
    return !wasThere || lists.some(list => isIn(list, personId))
  })
}

function hoursText(hours: number): string {
  return String(hours).replace('.', ',')
}

function subjectsNamed(subject: string, { period }: EndedPeriod, context: Context): TaughtSubject[] {
  return [...taughtSubjects(context, period).values()].filter(({ id }) =>
    startsWithAny(context.journal.subject(id)?.name ?? '', [subject]),
  )
}

/** Each subgroup has hours of its own: the one with the fewest counts. What perhaps wasn't held counts as held. */
function heldHours(subjects: readonly TaughtSubject[], classId: Id): number {
  return subjects.reduce((sum, { lessons }) => {
    const groups = new Map<Id, number>()
    for (const { groupId } of lessons) groups.set(groupId, (groups.get(groupId) ?? 0) + 1)
    const ofClass = groups.get(classId) ?? 0
    groups.delete(classId)
    return sum + ofClass + (groups.size === 0 ? 0 : Math.min(...groups.values()))
  }, 0)
}

function tell(
  { doubt, lag, end }: { readonly doubt: string | null; readonly lag: number; readonly end: Instant },
  { period }: EndedPeriod,
  context: Context,
): Told {
  if (doubt !== null) return { verdict: 'unproven', reason: doubt }
  if (context.asOf <= end) return { verdict: 'pending', reason: 'pending' }
  const since = readSince(context, period)
  if (since === null || since <= end) return { verdict: 'unproven', reason: 'unproven-unread' }
  return lag <= context.settings.allowedLag
    ? { verdict: 'kept', reason: 'kept' }
    : { verdict: 'broken', reason: 'broken' }
}
