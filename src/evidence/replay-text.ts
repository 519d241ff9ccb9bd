import type { Replay } from './replay.js'

const mostShown = 20

interface Shown {
  readonly date: string
  readonly clause: string
  readonly verdict: string
  readonly message: string
}

/** What a person reads of a replay, in Russian, line by line. */
export function replayText({ same, archived, again, lost, added }: Replay): string[] {
  const { from, to, verdicts, sha256 } = archived
  const head = `Вердикты за ${from} – ${to} вычислены заново: ${again.verdicts}; движок ${again.engine}.`
  if (same) return [head, `Те же, байт в байт. SHA-256: ${sha256}`]
  return [
    head,
    `НЕ ТЕ ЖЕ. В архиве: ${verdicts}, SHA-256 ${sha256}, движок ${archived.engine}.`,
    `Теперь:  ${again.verdicts}, SHA-256 ${again.sha256}, движок ${again.engine}.`,
    ...keptText(archived.kept, again.kept),
    ...part('Были в архиве, теперь нет', lost),
    ...part('Появились теперь', added),
  ]
}

function keptText(before: Readonly<Record<string, number>>, now: Readonly<Record<string, number>>): string[] {
  const rules = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort()
  return rules
    .filter(rule => before[rule] !== now[rule])
    .map(rule => `Соблюдено по ${rule}: было ${before[rule] ?? 0}, стало ${now[rule] ?? 0}.`)
}

function part(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return []
  const shown = lines.slice(0, mostShown).map(line => {
    const { date, clause, verdict, message } = JSON.parse(line) as Shown
    return `  ${date}  п. ${clause}  ${verdict}  ${message}`
  })
  const more = lines.length - shown.length
  return [`${title}: ${lines.length}`, ...shown, ...(more > 0 ? [`  и ещё ${more}`] : [])]
}
