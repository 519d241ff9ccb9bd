import type { VerdictStory } from '../app.js'
import type { Calendar } from '../calendar/index.js'
import { errorKinds } from '../errors.js'
import { windowKey } from '../journal/index.js'
import type { ChainLook } from '../mirror/index.js'
import { evidenceText, levelWords, severityWords, termFromSchool, verdictTitles } from '../report/index.js'
import { verdictLine } from './verdict-line.js'

const stampWords = { work: 'задание или работа', mark: 'отметка', attendance: 'посещаемость' } as const

/** One verdict's story as a person reads it, the most important first. */
export function storyText(story: VerdictStory, calendar: Calendar): string {
  const { entry, closed, rule, demands, edition } = story
  const { verdict } = entry
  const at = (instant: number) => calendar.format(instant)
  const evidence = evidenceText(verdict.evidence, calendar.facts.timeZone)
  const { level } = verdict.evidence
  return [
    `${verdictTitles[verdict.verdict].toUpperCase()}${closed ? ' (закрыто)' : ''}: ${verdict.message}`,
    '',
    `Запись ${entry.id}, открыта ${at(entry.openedAt)}, изменена ${at(entry.changedAt)}`,
    `Правило ${verdict.rule}${rule === null ? ' (его больше нет)' : ` «${rule.title}»`}, ${severityWords[verdict.severity]}${rule?.termFrom === 'school' ? `; ${termFromSchool}` : ''}`,
    ...demands.map(demand => `Пункт ${verdict.clause}: ${demand}`),
    `Редакция № ${edition.number}${edition.order === null ? '' : `, ${edition.order}`}; настройки правила: ${settingsText(story)}`,
    ...deadlineLines(story, at),
    '',
    `Доказательство${level === null ? '' : ` уровня ${level} (${levelWords[level]})`}: ${evidence || 'нет'}`,
    ...story.stamps.map(({ of, stamp }) => stampText(stampWords[of], stamp, at)),
    ...story.looks.flatMap(({ window, looks }) => [
      `Чтения окна ${windowKey(window)}:`,
      ...looks.map(look => `  ${lookText(look, at)}`),
    ]),
    ...statementLines(story, at),
    ...replyLines(story, at),
    '',
    'История:',
    ...story.events.map(event => {
      const to = event.to === 'closed' ? 'закрыто' : verdictTitles[event.to]
      return `  ${at(event.at)}  ${to}${event.runId === null ? '' : `  (запуск ${event.runId})`}`
    }),
  ].join('\n')
}

function settingsText({ edition, entry }: VerdictStory): string {
  const own: Readonly<Record<string, Readonly<Record<string, unknown>>>> = edition.rules
  const settings = Object.entries(own[entry.verdict.rule] ?? {})
  return settings.map(([key, value]) => `${key} = ${JSON.stringify(value)}`).join(', ') || 'нет'
}

function deadlineLines({ entry, bells }: VerdictStory, at: (instant: number) => string): string[] {
  const { deadline } = entry.verdict
  return [
    ...(bells === null ? [] : [`Урок по звонкам: ${at(bells.start)} – ${at(bells.end)}`]),
    ...(deadline === null ? ['Срока нет'] : [`Срок: ${at(deadline)}`]),
  ]
}

function stampText(
  what: string,
  stamp: VerdictStory['stamps'][number]['stamp'],
  at: (instant: number) => string,
): string {
  const readings = `UTC ${at(stamp.utc)}, пояс школы ${at(stamp.local)}, Москва ${at(stamp.moscow)}`
  return `Отметка времени платформы (${what}): ${stamp.raw}; прочитана как ${readings}`
}

function lookText(look: ChainLook, at: (instant: number) => string): string {
  if (look.errorCode !== null) return `${at(look.askedAt)}  не прочитано: ${errorKinds[look.errorCode].title}`
  const state = look.suspect ? 'под вопросом' : look.complete ? 'полностью' : 'не полностью'
  const news =
    look.unchangedSince === null
      ? `записей ${look.records}, новых и изменённых ${look.changed}, исчезло ${look.gone}`
      : `без изменений с ${at(look.unchangedSince)}`
  return `${at(look.askedAt)}  ${state}: ${news}${look.sha256 === null ? '' : `; SHA-256 ${look.sha256.slice(0, 12)}…`}`
}

type FormerDecision = VerdictStory['formerDecisions'][number]

function statementLines(
  { statement, entry, formerDecisions }: VerdictStory,
  at: (instant: number) => string,
): string[] {
  const { decision } = entry.verdict
  const before = decision && verdictTitles[decision.insteadOf].toLowerCase()
  return [
    ...(decision && statement
      ? [`${decisionName(decision.by, statement)} (без него: ${before}):`, ...revisionLines(statement, at)]
      : []),
    ...formerDecisions.flatMap(({ by, statement: former }) => [
      `${decisionName(by, former)} (больше не действует на эту запись):`,
      ...revisionLines(former, at),
    ]),
  ]
}

function decisionName(by: FormerDecision['by'], { number }: FormerDecision['statement']): string {
  return `${by === 'exemption' ? 'Исключение' : 'Инцидент'} № ${number}`
}

function revisionLines(
  { revisions }: FormerDecision['statement'],
  at: (instant: number) => string,
): string[] {
  return revisions.map(({ author, enteredAt, why, content }) => {
    const act = content === null ? 'отозвано' : 'записано'
    const grounds = content !== null && 'order' in content ? `: ${content.reason}, ${content.order}` : ''
    return `  ${act} ${at(enteredAt)}, ${author}${grounds}${why === null ? '' : `; ${why}`}`
  })
}

function replyLines({ replies }: VerdictStory, at: (instant: number) => string): string[] {
  if (replies.length === 0) return []
  return [
    'Ответы:',
    ...replies.flatMap(({ number, revisions }) =>
      revisions.map(({ content, author, enteredAt, why }) => {
        const text = content === null ? `отозван${why === null ? '' : `: ${why}`}` : content.text
        return `  № ${number}, ${author}, ${at(enteredAt)}: ${text}`
      }),
    ),
  ]
}

/** The documented JSON of a story (docs/cli.md); instants carry the school's offset. */
export function storyJson(story: VerdictStory, calendar: Calendar): object {
  const {
    entry,
    closed,
    events,
    rule,
    demands,
    edition,
    bells,
    stamps,
    looks,
    replies,
    statement,
    formerDecisions,
  } = story
  const at = (instant: number) => calendar.format(instant)
  const { rules, ...editionFacts } = edition
  const statementJson = ({
    number,
    revisions,
  }: NonNullable<typeof statement> | (typeof replies)[number]) => ({
    number,
    revisions: revisions.map(({ enteredAt, ...revision }) => ({ ...revision, at: at(enteredAt) })),
  })
  const own: Readonly<Record<string, unknown>> = rules
  return {
    id: entry.id,
    openedAt: at(entry.openedAt),
    changedAt: at(entry.changedAt),
    closed,
    ...verdictLine(entry.verdict, calendar),
    title: rule?.title ?? null,
    demands,
    edition: { ...editionFacts, settings: own[entry.verdict.rule] ?? null },
    bells: bells === null ? null : { start: at(bells.start), end: at(bells.end) },
    stamps: stamps.map(({ of, stamp }) => ({
      of,
      raw: stamp.raw,
      utc: at(stamp.utc),
      local: at(stamp.local),
      moscow: at(stamp.moscow),
    })),
    looks: looks.map(({ window, looks: chain }) => ({
      window: windowKey(window),
      looks: chain.map(({ askedAt, complete, suspect, errorCode, sha256 }) => ({
        askedAt: at(askedAt),
        complete,
        suspect,
        errorCode,
        sha256,
      })),
    })),
    decision: entry.verdict.decision ?? null,
    statement: statement && statementJson(statement),
    formerDecisions: formerDecisions.map(former => ({ by: former.by, ...statementJson(former.statement) })),
    replies: replies.map(statementJson),
    events: events.map(({ at: moment, from, to, runId, verdict }) => ({
      at: at(moment),
      from,
      to,
      run: runId,
      message: verdict.message,
    })),
  }
}
