import { type Calendar, studyYearDays, studyYearStart } from '../../src/calendar/index.js'
import type { Directory, Id, IsoDate } from '../../src/journal/index.js'
import type { LetterKey, ToldEntry } from '../../src/ledger/index.js'
import { mayBeMended, type VerdictKind } from '../../src/regulation/index.js'
import {
  type ArchiveHead,
  type ComplianceReport,
  complianceXlsx,
  createDigest,
  type Digest,
  type DigestNews,
  digestNews,
  findingsOf,
  isNews,
  isWhole,
} from '../../src/report/index.js'
import type { JobDeps, School } from '../deps.js'
import { type Addressee, classTeachers, deputies } from './addressees.js'
import { overdueCopies } from './copy-ages.js'
import { deliver, isWeekly, muteLink, type NotSent, type Sending, sendingOf } from './deliver.js'
import { evaluate } from './evaluate.js'
import { newestHead } from './newest-head.js'
import { type PrintKitReminder, printKitReminder } from './print-kit-reminder.js'
import { buildReport } from './report.js'
import { archivistSilence } from './silent-archivist.js'

export interface Outcome {
  readonly kind: Addressee['kind']
  readonly address: string
  /** `.eml` where there is no mail server. */
  readonly file: string | null
  /** Null when it was sent. */
  readonly notSent: NotSent | null
}

export interface NextLetter extends Pick<Addressee, 'key' | 'to'>, Sending {
  readonly content: Digest
  readonly told: readonly ToldEntry[]
  readonly whole: boolean
  /** Where one press ends these letters. */
  readonly mute: string | null
  readonly attachments: { readonly name: string; readonly type: string; readonly bytes: Uint8Array }[]
}

const stays: readonly VerdictKind[] = ['broken', 'mended']

/** What stands and what a recipient knows of it, as news and as what is known after the letter. */
async function newsFor(
  deps: JobDeps,
  key: LetterKey,
  scope: {
    readonly from: IsoDate
    readonly directory: Directory
    readonly classId: Id | null
    readonly isFirst: boolean
  },
): Promise<{ news: DigestNews; told: ToldEntry[] }> {
  const { from, directory, classId, isFirst } = scope
  const entries = await deps.ledger.list({
    school: key.school,
    from,
    kinds: stays,
    ...(classId === null ? {} : { classIds: [classId] }),
  })
  const told = isFirst ? null : await deps.letters.told(key)
  const standing = new Set(entries.map(({ id }) => id))
  const gone = await deps.ledger.byIds([...(told?.keys() ?? [])].filter(id => !standing.has(id)))
  const news = digestNews({
    standing: findingsOf(entries, directory),
    told,
    // Of an earlier study year nothing is corrected: it is over, not mended.
    withdrawn: gone
      .filter(({ verdict, closed }) => verdict.date >= from && (closed || !stays.includes(verdict.verdict)))
      .flatMap(({ closed, ...entry }) =>
        findingsOf([entry], directory).map(finding => ({ finding, closed })),
      ),
    canBeMended: mayBeMended,
  })
  return { news, told: entries.map(({ id, verdict }) => ({ entry: id, as: verdict.verdict })) }
}

/** A letter about a school or a class as it would go now, and whether it would. */
async function nextLetter(
  deps: JobDeps,
  report: ComplianceReport,
  { key, to, kind, classId }: Addressee,
  common: Common,
): Promise<NextLetter> {
  const optional = kind !== 'deputy'
  const { calendar, directory, checkpoint, copies, printing } = common
  const from = studyYearDays(studyYearStart(report.to)).from
  const last = await deps.letters.lastSent(key)
  const { news, told } = await newsFor(deps, key, { from, directory, classId, isFirst: last === null })
  const weekly = isWeekly(deps, last, calendar)
  const whole = isWhole(report.coverage)
  const mute = optional ? await muteLink(deps, key) : null
  const today = calendar.dateOf(deps.clock.now())
  const content = createDigest(report, news, {
    baseUrl: deps.webUrl,
    weekly,
    lists: { from, to: today > report.to ? today : report.to, told: last?.at ?? null },
    ofClass: report.classes.find(({ id }) => id === classId) ?? null,
    ...(classId === null ? { checkpoint, copies, printing: printing.lines } : {}),
    mute,
  })
  // That the journal isn't read any more is news too: silence would be a false all-clear.
  const isPressing = classId === null && printing.pressing
  const owed = weekly || (!optional && (isNews(news) || isPressing || (last?.whole === true && !whole)))
  const muted = await deps.letters.isMuted(key)
  const sending = sendingOf(deps, calendar, { last, muted, owed, weekly: true })
  const attachments = to.xlsx
    ? [
        {
          name: `Отчёт о ведении журнала ${report.from} – ${report.to}.xlsx`,
          type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
          bytes: await complianceXlsx(report),
        },
      ]
    : []
  return { key, to, content, ...sending, told, whole, mute, attachments }
}

interface Common {
  readonly calendar: Calendar
  readonly directory: Directory
  readonly checkpoint: ArchiveHead | null
  readonly copies: readonly string[]
  readonly printing: PrintKitReminder
}

async function commonOf(deps: JobDeps, school: School): Promise<Common> {
  const { calendar } = await deps.calendar(school)
  return {
    calendar,
    directory: await deps.mirror.directory(school.id),
    checkpoint: await newestHead(deps),
    copies: [...(await overdueCopies(deps)), ...(await archivistSilence(deps))],
    printing: await printKitReminder(deps, school),
  }
}

/** The deputies' letters as they would go now. */
export async function deputyLetters(
  deps: JobDeps,
  school: School,
  report: ComplianceReport,
  to: readonly Addressee[] = deputies(school),
): Promise<NextLetter[]> {
  const common = await commonOf(deps, school)
  const letters: NextLetter[] = []
  for (const addressee of to) letters.push(await nextLetter(deps, report, addressee, common))
  return letters
}

/**
 * The class teachers' letters as they would go now: each about the own class only.
 * @param wanted `all`: also those whose week's letter has gone, to be shown. They cost a judgement of their class each, so
 * that none is made of what isn't sent.
 */
export async function classLetters(
  deps: JobDeps,
  school: School,
  days: { readonly from: IsoDate; readonly to: IsoDate },
  wanted: {
    readonly to?: readonly Addressee[]
    readonly all?: boolean
    readonly signal?: AbortSignal
  } = {},
): Promise<NextLetter[]> {
  const { to = await classTeachers(deps, school), all = false, signal } = wanted
  if (to.length === 0) return []
  const common = await commonOf(deps, school)
  const letters: NextLetter[] = []
  for (const addressee of to) {
    const { key, classId } = addressee
    if (!all && !isWeekly(deps, await deps.letters.lastSent(key), common.calendar)) continue
    const classIds = classId === null ? null : [classId]
    const evaluation = await evaluate(deps, { school: school.id, ...days, classIds }, signal)
    letters.push(await nextLetter(deps, await buildReport(deps, evaluation), addressee, common))
  }
  return letters
}

/** Sends a letter unless there is a reason not to; somebody who asks for it gets it in any case, once a day. */
export async function sendLetter(
  deps: JobDeps,
  letter: NextLetter,
  {
    kind,
    school,
    asked,
  }: { readonly kind: Outcome['kind']; readonly school: School; readonly asked: boolean },
): Promise<Outcome> {
  const { key, to, notSent, mute, attachments } = letter
  const address = to.address
  const wait = asked && notSent !== 'muted' ? null : notSent
  if (wait !== null) return { kind, address, file: null, notSent: wait }
  const { calendar } = await deps.calendar(school)
  const period = calendar.dateOf(deps.clock.now())
  const delivery = await deliver(deps, {
    key: { ...key, period },
    to,
    content: letter.content,
    listName: `Ведение журнала, ${school.name}`,
    whole: letter.whole,
    told: letter.told,
    ...(attachments.length > 0 && { attachments }),
    ...(mute !== null && { unsubscribe: mute }),
  })
  if (!delivery.sent) return { kind, address, file: null, notSent: 'already' }
  return { kind, address, file: delivery.file, notSent: null }
}
