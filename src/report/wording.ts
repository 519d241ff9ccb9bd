import { russianDate, russianDateTime } from '../calendar/index.js'
import type { Resource } from '../journal/index.js'
import type { EvidenceLevel, Severity, VerdictEvidence, VerdictKind } from '../regulation/index.js'
import { wordAdvice } from '../vocabulary/index.js'
import type { ArchiveHead, ReportCoverage, ReportReply } from './model.js'
import type { Forms } from './russian.js'
import { counted, percent, share, written } from './russian.js'

/** The words in which every form of a report says the same things. */

export const verdictWords: Readonly<Record<VerdictKind, string>> = {
  broken: 'нарушено',
  mended: 'нарушено, затем исправлено',
  unproven: 'не доказано',
  pending: 'срок не истёк',
  kept: 'соблюдено',
  exempt: 'исключение оформлено',
  void: 'недействительно',
}

/** The same as headings of columns and lists; «исправлено» is short for what was broken first. */
export const verdictTitles: Readonly<Record<VerdictKind, string>> = {
  broken: 'Нарушено',
  mended: 'Исправлено после срока',
  unproven: 'Не доказано',
  pending: 'Срок не истёк',
  kept: 'Соблюдено',
  exempt: 'Исключение',
  void: 'Недействительно',
}

export const severityWords: Readonly<Record<Severity, string>> = {
  critical: 'критическое',
  major: 'существенное',
  minor: 'незначительное',
  info: 'для сведения',
}

/** Worst first. */
export const severityOrder = ['critical', 'major', 'minor', 'info'] as const satisfies readonly Severity[]

export const levelWords: Readonly<Record<EvidenceLevel, string>> = {
  A: 'отметка времени платформы и наши наблюдения согласны',
  B: 'только наши наблюдения: чего-то не было при одном чтении журнала и оно появилось (или нет) к следующему',
  C: 'только отметка времени платформы («по данным Дневник.ру»)',
  D: 'запись или настройка школы, за которой стоит человек',
}

export const resourceWords: Readonly<Record<Resource, string>> = {
  groups: 'список классов',
  teachers: 'список учителей',
  subjects: 'список предметов',
  'work-types': 'виды работ',
  'mark-values': 'возможные отметки',
  members: 'состав класса',
  'class-subjects': 'предметы класса',
  'class-teacher': 'классный руководитель',
  periods: 'отчётные периоды',
  bells: 'звонки',
  lessons: 'уроки с домашними заданиями',
  marks: 'отметки',
  attendance: 'посещаемость',
  'final-marks': 'итоговые отметки',
  'exam-marks': 'отметки для строк «Экзаменационная» и «Итоговая»',
}

export const breaches: Forms = ['нарушение', 'нарушения', 'нарушений']
export const requirements: Forms = ['требование', 'требования', 'требований']
export const cases: Forms = ['случай', 'случая', 'случаев']
const records: Forms = ['запись', 'записи', 'записей']
const plannedReadings: Forms = ['чтение', 'чтения', 'чтений']

export const termFromSchool = 'срок установлен настройкой школы'

interface EditionWords {
  readonly number: string
  readonly date: string | null
  readonly order: string | null
}

/** «редакция № 1; с 11.01.2027 редакция № 2 от 29.12.2026, приказ № 3»: the editions in force, each from its day on. */
export function editionsText(
  inForce: readonly { readonly edition: EditionWords; readonly from: string }[],
): string {
  const texts = inForce.map(({ edition: { number, date, order }, from }, index) => {
    const since = index === 0 ? '' : `с ${russianDate(from)} `
    const of = date === null ? '' : ` от ${russianDate(date)}`
    return `${since}редакция № ${number}${of}${order === null ? '' : `, ${order}`}`
  })
  return texts.join('; ')
}

/** Why «не доказано» stands apart, said wherever it is shown. */
export const unprovenNote =
  'Не доказано — не нарушение: данных не хватает, чтобы сказать, соблюдён срок или нет. В долю соблюдения эти случаи не входят.'

/** Why exemptions stand apart. */
export const exemptNote =
  'Исключение — не соблюдение и не нарушение: школа оформила его приказом. В долю соблюдения эти случаи не входят.'

/** What is to be done about what was entered under a stolen login. */
export const voidNote =
  'Внесено под логином, о нарушении которого было сообщено (п. 4.4): такие записи надо подтвердить или внести заново. Сами они не удаляются.'

/** An exemption that is of no use is perhaps a mistake. */
export const excusedNothing = 'ничего не исключает'

/** «Ответ (Иванова А. П., 17.11.2026 12:00): …» */
export function replyText({ text, author, at }: ReportReply, timeZone: string): string {
  return `Ответ (${author}, ${russianDateTime(at, timeZone)}): ${text}`
}

/** Over what somebody stated and nothing in the journal answers to. */
export const idleTitle = 'Записи, которым в журнале ничего не отвечает'

/** What was seen before and after the act, and what the platform says of it; empty where nothing was weighed. */
export function evidenceText(evidence: VerdictEvidence, timeZone: string): string {
  const at = (instant: number) => russianDateTime(instant, timeZone)
  const { absentAt, presentAt } = evidence
  const parts: string[] = []
  // What was there and is gone: a topic wiped after its deadline.
  const wiped = absentAt !== null && presentAt !== null && presentAt < absentAt
  if (wiped) parts.push(`при чтении ${at(presentAt)} было; при чтении ${at(absentAt)} уже не было`)
  else if (absentAt !== null) parts.push(`при чтении ${at(absentAt)} ещё не было`)
  if (presentAt !== null && !wiped) {
    const when = absentAt === null ? `при первом чтении ${at(presentAt)} уже` : `при чтении ${at(presentAt)}`
    parts.push(`${when} было`)
  }
  if (evidence.platformAt !== null) parts.push(`отметка времени платформы — ${at(evidence.platformAt)}`)
  return parts.join('; ')
}

/** A share of the windows, in per cent, below which the figures of a school want a question first. */
export const readEnough = 95

export function coverageShare(coverage: ReportCoverage): number | null {
  return share(coverage.complete, coverage.windows)
}

/** A word without translation, and the line that gives it one: what rests on it isn't proven until then. */
export function unknownWordLine(unknown: string): string {
  const { word, file, lines } = wordAdvice(unknown)
  if (file === null) return `Слово платформы без перевода: «${word}». Его смысл не угадывался.`
  const lists = lines.map(line => line.slice(0, line.indexOf(':')))
  return `Слово платформы без перевода: «${word}». Его смысл не угадывался, а что на нём держится, не доказано. Допишите слово в ${file}, в строку с его смыслом (${lists.join(', ')}), например: ${lines[0]}`
}

/** «из 1 части», «из 3 частей» */
export const ofParts: Forms = ['части журнала', 'частей журнала', 'частей журнала']

/** Coverage in full sentences, the most important first. */
export function coverageLines(coverage: ReportCoverage, timeZone: string): string[] {
  const at = (instant: number) => russianDateTime(instant, timeZone)
  const lines = [
    coverage.windows === 0
      ? 'Журнал за эти дни не прочитан ни разу: выводов нет.'
      : `Прочитано полностью ${written(coverage.complete)} из ${counted(coverage.windows, ofParts)} (${percent(coverageShare(coverage))}); часть — один вид данных одного класса за одну неделю.`,
  ]
  if (coverage.oldestLook !== null && coverage.newestLook !== null) {
    lines.push(
      coverage.oldestLook === coverage.newestLook
        ? `Журнал прочитан ${at(coverage.newestLook)}.`
        : `Самое раннее из последних чтений — ${at(coverage.oldestLook)}, самое позднее — ${at(coverage.newestLook)}.`,
    )
  }
  if (coverage.missedLooks > 0) {
    lines.push(
      `Пропущено у срока: ${counted(coverage.missedLooks, plannedReadings)}. Сроки этих часов могут остаться недоказанными; перечень и причины — у администратора (команда plan).`,
    )
  }
  if (coverage.quarantined > 0) {
    lines.push(
      `Не разобрано и отложено: ${counted(coverage.quarantined, records)}. О них выводов нет, пока их не разберут.`,
    )
  }
  return [
    ...lines,
    ...(coverage.provisionalYears ?? []).map(provisionalLine),
    ...coverage.unknownWords.map(unknownWordLine),
  ]
}

/** The same for whoever can't mend it: how a word is translated is the administrator's matter, and told where that is read. */
export function coverageForReaders(coverage: ReportCoverage, timeZone: string): string[] {
  const words = coverage.unknownWords.length
  return [
    ...coverageLines({ ...coverage, unknownWords: [] }, timeZone),
    ...(words > 0 ? [`Слов платформы без перевода: ${words}; что на них держится, не доказано.`] : []),
  ]
}

/** The same in so few words that a letter stays a letter; the page tells what it means. */
export function coverageInBrief(coverage: ReportCoverage, timeZone: string): string[] {
  const { windows, complete, oldestLook, newestLook, missedLooks, quarantined, unknownWords } = coverage
  const read = `${written(complete)} из ${counted(windows, ofParts)} (${percent(coverageShare(coverage))})`
  const at = (instant: number) => russianDateTime(instant, timeZone)
  const facts = [
    ...(missedLooks > 0 ? [`пропущено у срока: ${counted(missedLooks, plannedReadings)}`] : []),
    ...(quarantined > 0 ? [`не разобрано: ${counted(quarantined, records)}`] : []),
    ...(unknownWords.length > 0 ? [`слов платформы без перевода: ${unknownWords.length}`] : []),
    ...(coverage.provisionalYears ?? []).map(year => `календарь ${year} года предварительный`),
  ]
  return [
    windows === 0
      ? 'Охват: журнал за эти дни не прочитан ни разу, выводов нет'
      : isWhole(coverage)
        ? `Охват: прочитано всё, ${read}`
        : complete === windows
          ? `Охват: прочитаны все части журнала (${written(windows)}), но не всё разобрано`
          : `Охват: прочитано не всё, ${read}`,
    ...(oldestLook === null || newestLook === null
      ? []
      : [`Последние чтения: ${oldestLook === newestLook ? '' : `${at(oldestLook)} – `}${at(newestLook)}.`]),
    ...(facts.length > 0 ? [`${upperFirst(facts.join('; '))}.`] : []),
  ]
}

function upperFirst(text: string): string {
  return `${text.slice(0, 1).toLocaleUpperCase('ru')}${text.slice(1)}`
}

/** Days off may still be moved by a decree, and deadlines with them. */
export function provisionalLine(year: number): string {
  return `Производственный календарь ${year} года предварительный: что зависит от рабочих и учебных дней, может измениться.`
}

export function isWhole(coverage: ReportCoverage): boolean {
  return (
    coverage.windows > 0 &&
    coverage.complete === coverage.windows &&
    coverage.quarantined === 0 &&
    coverage.unknownWords.length === 0 &&
    coverage.gaps.length === 0
  )
}

/** What `archive verify --expect` and `verify.sh --expect` take. */
export function expectedHead({ seq, head }: ArchiveHead): string {
  return `${seq}:${head}`
}

/** Whoever keeps it can tell later whether the archive still has what it had then. */
export function checkpointText(checkpoint: ArchiveHead): string {
  return `Контрольная точка архива ${checkpoint.archive}:\n${expectedHead(checkpoint)}`
}
