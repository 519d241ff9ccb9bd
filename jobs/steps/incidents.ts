import { studyYearDays, studyYearStart } from '../../src/calendar/index.js'
import { BridgeError } from '../../src/errors.js'
import type { Id, IsoDate } from '../../src/journal/index.js'
import type { LedgerChange, Signature } from '../../src/ledger/index.js'
import { Incident, rulesOfIncidents } from '../../src/regulation/index.js'
import type { JobDeps } from '../deps.js'
import { judgeAgain } from './judge-again.js'
import { namedTeachers, requireKnown } from './known-names.js'
import { decisionsWith } from './standing-decisions.js'
import { whereTo } from './where-to.js'
import { type PreviewOptions, type WouldChange, wouldChange } from './would-change.js'

/** Homework is judged by the lesson where it was set, which may lie before the one that it hangs on. */
const daysBack = 14

/**
 * Enters an incident with a login, and judges again what it may void.
 * @throws BridgeError NOT_FOUND for a person who is no teacher of the school; USAGE for a time that hasn't come; CALENDAR_UNKNOWN
 */
export async function openIncident(
  deps: JobDeps,
  school: Id,
  incident: Incident,
  signature: Signature,
): Promise<{ readonly number: number; readonly change: LedgerChange }> {
  await checkIncident(deps, school, incident)
  const number = await deps.statements.enter(school, 'incident', incident, signature)
  return { number, change: await judgeDays(deps, school, incident) }
}

/** @throws BridgeError as `openIncident` */
export async function checkIncident(deps: JobDeps, school: Id, incident: Incident): Promise<void> {
  const { calendar } = await deps.calendar(deps.school(school))
  const learned = calendar.dateOf(incident.learnedAt)
  deps.requireKnownDays({ from: learned, to: learned })
  requireKnown('Учителя', [incident.personId], namedTeachers(await deps.mirror.directory(school)))
  checkTimes(deps, incident)
}

/**
 * What would change if it were entered; nothing is written.
 * @throws BridgeError as `openIncident`; INTERRUPTED
 */
export async function previewIncident(
  deps: JobDeps,
  school: Id,
  incident: Incident,
  options: PreviewOptions = {},
): Promise<WouldChange> {
  await checkIncident(deps, school, incident)
  const { decisions } = await decisionsWith(deps, school, { kind: 'incident', contents: [incident] })
  return wouldChange(deps, school, {
    ...{ days: await daysOf(deps, school, incident), variant: { decisions }, only: rulesOfIncidents() },
    ...options,
  })
}

export interface IncidentNews {
  readonly headToldAt?: number
  readonly supportToldAt?: number
  readonly passwordChangedAt?: number
  readonly confirmedWorkIds?: readonly Id[]
}

/** What has happened since; null takes the incident back. @throws BridgeError NOT_FOUND, USAGE */
export async function reviseIncident(
  deps: JobDeps,
  school: Id,
  number: number,
  revision: Signature & { readonly news: IncidentNews | null; readonly why: string },
): Promise<LedgerChange> {
  const { news, ...signed } = revision
  const standing = await deps.statements.standing(school, 'incident')
  const before = standing.find(statement => statement.number === number)?.content
  if (!before) {
    throw new BridgeError('NOT_FOUND', {
      message: `Инцидента № ${number} нет, или он отозван`,
      hint: whereTo('Инциденты с номерами', 'Решения и события', 'incident list'),
    })
  }
  await checkConfirmed(deps, school, { before, confirmed: news?.confirmedWorkIds ?? [] })
  const content = news === null ? null : withNews(before, news)
  if (content !== null) checkTimes(deps, content)
  await deps.statements.revise(school, 'incident', number, { ...signed, content })
  return judgeDays(deps, school, before)
}

/** A mistyped number would leave the work void. @throws BridgeError NOT_FOUND for what is no work of the login's owner */
async function checkConfirmed(
  { mirror }: JobDeps,
  school: Id,
  { before: { personId, confirmedWorkIds }, confirmed }: { before: Incident; confirmed: readonly Id[] },
): Promise<void> {
  const asked = confirmed.filter(id => !confirmedWorkIds.includes(id))
  if (asked.length === 0) return
  const own = await mirror.worksBy({ school, personId, ids: asked })
  const strange = asked.filter(id => !own.includes(id))
  if (strange.length === 0) return
  throw new BridgeError('NOT_FOUND', {
    message: `Среди работ и заданий, внесённых под этим логином, нет: ${strange.join(', ')}`,
    hint: whereTo(
      'Номера работ, о которых спрашивает инцидент',
      'Сегодня',
      'verdicts --rule 4.4-operations-void',
    ),
  })
}

/** @throws BridgeError USAGE */
function withNews(before: Incident, { confirmedWorkIds = [], ...times }: IncidentNews): Incident {
  const confirmed = [...new Set([...before.confirmedWorkIds, ...confirmedWorkIds])]
  const parsed = Incident.safeParse({ ...before, ...times, confirmedWorkIds: confirmed })
  if (parsed.success) return parsed.data
  throw new BridgeError('USAGE', {
    message: parsed.error.issues.map(({ message }) => message).join('; '),
    hint: 'Сообщения и смена пароля следуют за тем, как о нарушении узнали',
  })
}

function checkTimes({ clock }: JobDeps, incident: Incident): void {
  const { learnedAt, headToldAt, supportToldAt, passwordChangedAt } = incident
  const latest = Math.max(learnedAt, headToldAt ?? 0, supportToldAt ?? 0, passwordChangedAt ?? 0)
  if (latest <= clock.now()) return
  throw new BridgeError('USAGE', {
    message: 'Время инцидента ещё не наступило',
    hint: 'Записывайте то, что уже произошло; остальное добавьте, когда произойдёт',
  })
}

async function judgeDays(deps: JobDeps, school: Id, incident: Incident): Promise<LedgerChange> {
  return judgeAgain(deps, school, { ...(await daysOf(deps, school, incident)), only: rulesOfIncidents() })
}

/** Whoever has a login may change whatever stands in the year's journal; mostly it is what stood there for days. */
async function daysOf(deps: JobDeps, school: Id, { personId, learnedAt }: Incident) {
  const { calendar } = await deps.calendar(deps.school(school))
  const learned = calendar.dateOf(learnedAt)
  const substitutions = await deps.statements.standing(school, 'substitution')
  const standIns = substitutions.flatMap(({ content }) => (content.personId === personId ? content.date : []))
  // Nothing is void before somebody learned of it.
  const first = await deps.mirror.firstDeed({ school, personId, since: learnedAt, standIns })
  const from = calendar.addDays(first === null || first > learned ? learned : first, -daysBack)
  return {
    from: laterOf(from, studyYearDays(studyYearStart(learned)).from),
    to: calendar.dateOf(deps.clock.now()),
  }
}

function laterOf(a: IsoDate, b: IsoDate): IsoDate {
  return a > b ? a : b
}
