import type { Calendar } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { Bracket, Journal, Lesson, Resource } from '../journal/index.js'
import type { Finding, Rule } from './rule.js'

/** Reasons for doubt that hold for every rule alike: the engine turns such breaches into `unproven`. */
export const engineMessages = {
  'unproven-lesson-late':
    '{where}: не доказано: сам урок появился в журнале или встал на этот день, возможно, уже после срока.',
  'unproven-status': '{where}: не доказано: состояние урока не опознано, возможно, он не проводился.',
  'unproven-quarantine': '{where}: не доказано: часть записей журнала за эти дни не удалось прочитать.',
} as const

const bySchool = ' (требование установлено настройкой школы)'

/** The same for one rule: whose term it is, each message says. */
export function engineMessagesOf({ termFrom, termLabel = bySchool }: Rule): Readonly<Record<string, string>> {
  if (termFrom === 'regulation') return engineMessages
  return Object.fromEntries(
    Object.entries(engineMessages).map(([reason, text]) => [reason, text.replace(/\.$/, `${termLabel}.`)]),
  )
}

export interface Doubts {
  /** The finding itself, or the same as `unproven` where what it rests on is doubtful. */
  temper(finding: Finding, needs: readonly Resource[]): Finding
}

export function createDoubts(journal: Journal, calendar: Calendar): Doubts {
  const damaged = new Set(
    journal.slice.looks
      .filter(look => look.quarantined > 0)
      .map(look => `${look.resource}/${look.groupId ?? '-'}/${look.week ?? '-'}`),
  )

  function reasonFor(finding: Finding, needs: readonly Resource[]): keyof typeof engineMessages | null {
    const lessons = lessonsOf(finding, journal)
    let isUnclear = false
    for (const { appeared, status } of lessons) {
      if (perhapsLater(appeared, finding.deadline)) return 'unproven-lesson-late'
      if (status === 'unknown') isUnclear = true
    }
    if (isUnclear) return 'unproven-status'
    return damaged.size > 0 && isQuarantined(finding, lessons, needs) ? 'unproven-quarantine' : null
  }

  function isQuarantined(finding: Finding, lessons: readonly Lesson[], needs: readonly Resource[]): boolean {
    const weeks = [
      ...new Set([finding.date, ...lessons.map(lesson => lesson.date)].map(calendar.weekStart)),
      '-',
    ]
    const windows = needs.flatMap(resource => [
      ...weeks.map(week => `${resource}/${finding.subject.class}/${week}`),
      `${resource}/-/-`,
    ])
    return windows.some(window => damaged.has(window))
  }

  return {
    temper(finding, needs) {
      if (finding.verdict !== 'broken' && finding.verdict !== 'mended') return finding
      const reason = reasonFor(finding, needs)
      if (reason === null) return finding
      return { ...finding, verdict: 'unproven', reason }
    },
  }
}

function lessonsOf({ subject, restsOn = [] }: Finding, journal: Journal): readonly Lesson[] {
  const lessons: Lesson[] = []
  const own = subject.lesson === undefined ? undefined : journal.lesson(subject.lesson, subject.class)
  if (own) lessons.push(own)
  for (const id of restsOn) {
    const lesson = journal.lesson(id, subject.class)
    if (lesson) lessons.push(lesson)
  }
  return lessons
}

/** A lesson that stood in the very first list we saw is taken to have been there all the time. */
function perhapsLater({ absentAt, presentAt }: Bracket, deadline: Instant | null): boolean {
  return absentAt !== null && deadline !== null && presentAt > deadline
}
