import { readPlatformStamp, russianDateTime } from '../../src/calendar/index.js'
import type { Instant } from '../../src/clock.js'
import { BridgeError } from '../../src/errors.js'
import type { Answer, AttendanceRecord, Id, IsoDate, MarkRecord, Window } from '../../src/journal/index.js'
import { windowKey } from '../../src/journal/index.js'
import type { Calibration } from '../../src/ledger/index.js'
import type { MeaningVotes, ProvenZone, StampTrial } from '../../src/regulation/index.js'
import { clearMeaning, countMeanings, proveZone, tells } from '../../src/regulation/index.js'
import type { JobDeps } from '../deps.js'
import { effectiveSchool, provenOf } from './effective-school.js'
import { knownClass } from './known-class.js'
import { lookAt } from './read-window.js'

/** Tests of the platform that a person makes: the result is kept with what it rests on. */

export interface StampTest {
  readonly school: Id
  readonly classId: Id
  readonly date: IsoDate
  readonly personId: Id | null
  readonly lessonId: Id | null
  readonly byWhom: string
  readonly signal: AbortSignal
}

export type Proved = Calibration & { readonly votes?: MeaningVotes }

type Act = MarkRecord | AttendanceRecord

/** An act of the tested day, with the look that showed it. */
interface SeenAct {
  readonly act: Act
  readonly window: Window
  readonly answer: Answer
}

/**
 * Proves the zone of act stamps by one that was made at a known moment.
 * @throws BridgeError USAGE for a moment that is yet to come; NOT_FOUND for a class that isn't read; CALIBRATION_UNPROVEN when no stamp tells that moment, or different ones in different zones
 */
export async function calibrateStamps(deps: JobDeps, test: StampTest & { at: Instant }): Promise<Proved> {
  const { timeZone } = deps.school(test.school)
  refuseFuture(test.at, deps.clock.now(), timeZone)
  const trials = stampsOf(await readActs(deps, test), timeZone)
  const proof = proveZone(trials, test.at)
  if (proof.zone === null) {
    throw new BridgeError('CALIBRATION_UNPROVEN', {
      message:
        proof.fitting.length === 0
          ? `Среди записей этого дня (с отметкой времени: ${trials.length}) ни одна не сделана в названный момент, в каком бы поясе её ни читать`
          : `Названному моменту отвечают разные записи в разных поясах: ${proof.fitting.join(', ')}`,
      hint: 'Поставьте одну отметку (или «н»), запишите минуту и назовите её и ученика: --at МОМЕНТ --person НОМЕР',
    })
  }
  return await keep(deps, test.school, {
    what: 'stamps',
    result: proof.zone,
    provenAt: deps.clock.now(),
    evidence: { ...evidenceOf(proof.trial), statedAt: test.at },
    byWhom: test.byWhom,
  })
}

/**
 * Proves whether an edit moves the stamp, on the record that proved the zone.
 * @throws BridgeError USAGE and NOT_FOUND as above; CALIBRATION_UNPROVEN when the zone isn't proven, or the edit isn't seen or not as stated
 */
export async function calibrateEdit(deps: JobDeps, test: StampTest & { editedAt: Instant }): Promise<Proved> {
  const { timeZone } = deps.school(test.school)
  refuseFuture(test.editedAt, deps.clock.now(), timeZone)
  const calibrated = await deps.calibrations.newest(test.school)
  const { zone } = provenOf(calibrated)
  const before = calibrated.stamps?.evidence
  if (zone === null || !before) {
    throw unproven('Пояс отметок времени ещё не доказан', 'Сначала: calibrate stamps … --at МОМЕНТ')
  }
  const seen = (await readActs(deps, test)).find(({ act }) => recordOf(act) === before.record)
  const [trial] = seen ? stampsOf([seen], timeZone) : []
  if (!trial) {
    throw unproven(
      'Записи, на которой доказан пояс, среди записей этого дня нет: возможно, её удалили и сделали заново',
      'Повторите обе проверки на новой записи и меняйте её, не удаляя',
    )
  }
  const moved = trial.stamp.raw !== before.stampRaw
  const problem = editProblem({ trial, zone, moved, before: before.value, editedAt: test.editedAt })
  if (problem !== null)
    throw unproven(problem, 'Измените значение той же записи и назовите минуту: --edited-at МОМЕНТ')
  return await keep(deps, test.school, {
    what: 'stamp-edit',
    result: moved ? 'moved' : 'kept',
    provenAt: deps.clock.now(),
    evidence: { ...evidenceOf(trial), statedAt: test.editedAt, stampBefore: before.stampRaw ?? null },
    byWhom: test.byWhom,
  })
}

/** Why the look proves nothing of the edit; null when it does. */
function editProblem(facts: {
  readonly trial: StampTrial<SeenAct>
  readonly zone: ProvenZone
  readonly moved: boolean
  readonly before: string | number | null | undefined
  readonly editedAt: Instant
}): string | null {
  const { trial, zone, moved, before, editedAt } = facts
  if (contentOf(trial.of.act) === before)
    return 'Значение записи то же, что при первой проверке: правки не видно'
  if (moved && !tells(trial.stamp, zone, editedAt))
    return 'Отметка времени изменилась, но правка по ней сделана не в названный момент'
  return null
}

/**
 * Proves from what the mirror has whether homework hangs on the lesson where it was given or on the one it is due for.
 * @throws BridgeError CALIBRATION_UNPROVEN while too few works say anything, or they contradict each other
 */
export async function calibrateHomework(
  deps: JobDeps,
  test: { school: Id; from: IsoDate; to: IsoDate; byWhom: string },
): Promise<Proved> {
  const school = await effectiveSchool(deps, test.school)
  const { calendar } = await deps.calendar(school)
  const slice = await deps.mirror.slice({ school: school.id, from: test.from, to: test.to }, school.timeZone)
  const votes = countMeanings(slice, { calendar, stampZone: school.regulation.stamps })
  const result = clearMeaning(votes)
  if (result === null) {
    throw unproven(
      `По прочитанным заданиям этого не видно: за «задано на уроке» говорят ${votes.given + votes.surelyGiven}, за «к уроку» — ${votes.due} (учителей: ${votes.dueTeachers})`,
      'Прочитайте больше недель (sync) и повторите; нужно не меньше трёх заданий трёх учителей и согласие четырёх из пяти',
    )
  }
  const evidence = { from: test.from, to: test.to, ...votes }
  const provenAt = deps.clock.now()
  const proved = { what: 'homework-lesson', result, provenAt, evidence, byWhom: test.byWhom } as const
  return { ...(await keep(deps, school.id, proved)), votes }
}

async function keep(deps: JobDeps, school: Id, calibration: Calibration): Promise<Calibration> {
  await deps.calibrations.record(school, calibration)
  return calibration
}

function unproven(message: string, hint: string): BridgeError {
  return new BridgeError('CALIBRATION_UNPROVEN', { message, hint })
}

/** Nobody can have made an entry yet at a moment to come: the moment, its zone or our clock is wrong. */
function refuseFuture(moment: Instant, now: Instant, timeZone: string): void {
  if (moment <= now) return
  throw new BridgeError('USAGE', {
    message: `Названный момент ещё не наступил: ${russianDateTime(moment, timeZone)}, а сейчас ${russianDateTime(now, timeZone)} (${timeZone})`,
    hint: 'Назовите минуту, в которую запись уже сделана; проверьте дату, пояс (например +03:00) и часы этого компьютера',
  })
}

/** A person waits for the answer. */
const charge = { purpose: 'calibrate', urgent: true } as const

/** Asks for the class's week now; the looks go into the mirror like any other, so what they prove stays provable. */
async function readActs(deps: JobDeps, test: StampTest): Promise<SeenAct[]> {
  const { school, date } = test
  const { id: group } = knownClass(await deps.mirror.directory(school), test.classId)
  const { calendar } = await deps.calendar(deps.school(school))
  const week = calendar.weekStart(date)
  const look = async (resource: 'lessons' | 'marks' | 'attendance') => {
    const window = { school, resource, group, week }
    return { window, answer: (await lookAt(deps, { window, charge, signal: test.signal })).answer }
  }
  const lessons = (await look('lessons')).answer.parse().records
  const ofDay = new Set(
    lessons.flatMap(record => (record.kind === 'lesson' && record.date === date ? [record.id] : [])),
  )
  const acts: SeenAct[] = []
  for (const resource of ['marks', 'attendance'] as const) {
    const { window, answer } = await look(resource)
    for (const act of answer.parse().records) {
      if (act.kind !== 'mark' && act.kind !== 'attendance') continue
      if (act.lessonId === null || !ofDay.has(act.lessonId)) continue
      if (test.lessonId !== null && act.lessonId !== test.lessonId) continue
      if (test.personId !== null && act.personId !== test.personId) continue
      acts.push({ act, window, answer })
    }
  }
  return acts
}

function stampsOf(acts: readonly SeenAct[], timeZone: string): StampTrial<SeenAct>[] {
  return acts.flatMap(of => {
    const stamp = of.act.stampRaw === null ? null : readPlatformStamp(of.act.stampRaw, timeZone)
    return stamp ? [{ of, stamp }] : []
  })
}

function recordOf({ kind, id }: Act): string {
  return `${kind}/${id}`
}

function contentOf(act: Act): string | null {
  return act.kind === 'mark' ? act.value : act.statusWord
}

function evidenceOf({ of: { act, window, answer }, stamp }: StampTrial<SeenAct>) {
  return {
    record: recordOf(act),
    value: contentOf(act),
    stampRaw: stamp.raw,
    window: windowKey(window),
    askedAt: answer.askedAt,
    sha256: answer.sha256,
  }
}
