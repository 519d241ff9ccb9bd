import { russianDateTime } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { Id, IsoDate } from '../journal/index.js'
import { clipped } from '../plain-text.js'
import type { VerdictKind } from '../regulation/index.js'
import type { DigestNews } from './digest-news.js'
import { deadlineOf, dueSoon, soonMs } from './due-soon.js'
import { groupBy } from './grouping.js'
import type { LetterLinks, ListOfFindings } from './letter-links.js'
import { inLetter, ruleTitle, tellsMarks } from './letter-message.js'
import { brief, type Item, type Section } from './letter-parts.js'
import type { ComplianceReport, ReportFinding } from './model.js'
import { compareRussian, counted, type Forms, written } from './russian.js'
import { unprovenReasons } from './unproven.js'
import { breaches, cases, coverageInBrief, isWhole, severityOrder } from './wording.js'

/** The parts of a digest: each has a few lines, however bad the day, and leads to all the others. */

/** Where the lists of news are: all days whose findings are compared, and when the last letter went (null: none did). */
export interface NewsLists {
  readonly from: IsoDate
  readonly to: IsoDate
  readonly told: Instant | null
}

const mostDue = 3
const mostCorrections = 2
/** It tells what was said as well as what is so now. */
const mostOfCorrection = 130
const mostNames = 5
const mostPrinting = 2
/** What stands on a line, or on one and a link. */
const mostOfLine = 85
const mostOfReason = 78
const mostOfSentence = 65
const mostOfMessage = 110
const weekMs = 7 * 24 * 60 * 60 * 1000

export interface CoverageSection extends Section {
  readonly whole: boolean
}

/** What the parts of one letter share. */
export interface Ground {
  readonly report: ComplianceReport
  readonly links: LetterLinks
  readonly classId: Id | null
  readonly lists: NewsLists
}

export function coverageSection(
  { coverage, timeZone }: ComplianceReport,
  href: string | null,
): CoverageSection {
  const [title = '', ...lines] = coverageInBrief(coverage, timeZone)
  const { gaps } = coverage
  // One of many says little; who has no page to go to is told at least that.
  const shown = gaps.length === 1 || href === null ? gaps.slice(0, 1) : []
  const hidden = gaps.length - shown.length
  return {
    whole: isWhole(coverage),
    title,
    items: [...lines, ...shown.map(gap => `— ${brief(gap)}`)].map(text => ({ text })),
    more: hidden > 0 ? `${shown.length > 0 ? 'Ещё не' : 'Не'} прочитано частей: ${written(hidden)}` : null,
    href: isWhole(coverage) ? null : href,
  }
}

export function freshSection(ground: Ground, { first, fresh, open }: DigestNews, most: number): Section {
  const { lists, links, classId } = ground
  const title = first ? 'Нарушения' : 'Новые нарушения'
  if (fresh.length === 0) {
    const text =
      open.length === 0
        ? 'В том, что прочитано, доказанных нарушений нет.'
        : 'В том, что прочитано, новых доказанных нарушений нет.'
    return { title, items: [{ text }], more: null, href: null }
  }
  const { from, to, told } = lists
  const list: ListOfFindings = { from, to, kind: 'broken', classId, since: told }
  const groups = groupsOf(fresh, ({ verdict }) => verdict.rule)
    .toSorted((a, b) => gravityOf(a) - gravityOf(b) || b.length - a.length)
    .slice(0, most)
  const items = groups.map(group => ({
    ...groupItem(ground, group, { of: breaches, list }),
    lead: leadOf(group, classId),
    critical: isCritical(group),
  }))
  return shortened(`${title}: ${written(fresh.length)}`, items, {
    hidden: fresh.length - sizeOf(groups),
    of: breaches,
    href: links.list(list),
  })
}

export function openSection({ report, links, lists, classId }: Ground, { open }: DigestNews): Section | null {
  if (open.length === 0) return null
  const { from, to, told } = lists
  const ages = openByAge(open, report.asOf).map(({ age, count }) => `${age} — ${written(count)}`)
  const href = links.list({ from, to, kind: 'broken', classId, until: told, mendable: true })
  return {
    title: `Ещё не исправлено: ${written(open.length)}`,
    items: [{ text: `Срок прошёл: ${ages.join(', ')}`, href }],
    more: null,
    href,
  }
}

function openByAge(open: readonly ReportFinding[], asOf: Instant) {
  const since = ({ verdict: { deadline, date } }: ReportFinding) => asOf - (deadline ?? Date.parse(date))
  const ages = [
    { age: 'больше четырёх недель назад', from: 4 * weekMs, to: Number.POSITIVE_INFINITY },
    { age: 'от одной до четырёх недель назад', from: weekMs, to: 4 * weekMs },
    { age: 'меньше недели назад', from: Number.NEGATIVE_INFINITY, to: weekMs },
  ]
  return ages
    .map(({ age, from, to }) => ({
      age,
      count: open.filter(item => since(item) >= from && since(item) < to).length,
    }))
    .filter(({ count }) => count > 0)
}

export function dueSection(ground: Ground): Section | null {
  const { report, links, classId } = ground
  const due = dueSoon(report.findings, report.asOf)
  if (due.length === 0) return null
  const { from, to, asOf, timeZone } = report
  const all: ListOfFindings = { from, to, kind: 'pending', classId, due: { from: asOf, to: asOf + soonMs } }
  const groups = groupsOf(due, item => `${deadlineOf(item)}/${item.verdict.rule}`).slice(0, mostDue)
  const items = groups.map(group => {
    const [shown] = group
    const at = deadlineOf(shown)
    const { under: _, ...item } = groupItem(ground, group, {
      of: cases,
      list: { ...all, due: { from: at, to: at } },
    })
    return { ...item, lead: `До ${russianDateTime(at, timeZone)}:` }
  })
  return shortened(`Срок скоро истечёт: ${written(due.length)}`, items, {
    hidden: due.length - sizeOf(groups),
    of: cases,
    href: links.list(all),
  })
}

export function restSection(
  { report, links, lists, classId }: Ground,
  { mended }: DigestNews,
): Section | null {
  const ofDays = (kind: VerdictKind) => links.list({ from: report.from, to: report.to, kind, classId })
  const of = (kind: VerdictKind) => report.findings.filter(item => item.verdict.verdict === kind)
  const { from, to, told } = lists
  const [unproven, exempt] = [of('unproven'), of('exempt')]
  const [reason] = unprovenReasons(unproven)
  const idle = report.exemptions.filter(({ excused }) => excused === 0).map(({ number }) => `№ ${number}`)
  const items: Item[] = [
    ...(mended.length > 0
      ? [
          {
            text: `Исправлено после срока: ${written(mended.length)} (${namesOf(mended, classId)})`,
            href: links.list({ from, to, kind: 'mended', classId, since: told }),
          },
        ]
      : []),
    ...(exempt.length > 0
      ? [{ text: `Исключено приказами: ${counted(exempt.length, cases)}`, href: ofDays('exempt') }]
      : []),
    ...(idle.length > 0
      ? [
          {
            text: brief(`Исключения, которые ничего не исключают: ${idle.join(', ')}`),
            href: links.exemptions,
          },
        ]
      : []),
    ...(unproven.length > 0
      ? [
          {
            text: `Не доказано (это не нарушения): ${counted(unproven.length, cases)}`,
            href: ofDays('unproven'),
            ...(reason && {
              under: `Чаще всего: ${brief(inLetter({ rule: reason.rule, message: reason.example }), mostOfReason)}`,
            }),
          },
        ]
      : []),
    ...(report.idle.length > 1
      ? [
          {
            text: `Записей, которым в журнале ничего не отвечает: ${written(report.idle.length)}`,
            href: links.decisions,
          },
        ]
      : report.idle.map(text => ({ text: brief(text) }))),
  ]
  return items.length === 0 ? null : { title: 'Кроме того', items, more: null, href: null }
}

/** What was taken back closed its entries or turned them into something else: together, all that has changed since. */
export function correctionSection(
  { links, lists, classId }: Ground,
  { corrections }: DigestNews,
): Section | null {
  if (corrections.length === 0) return null
  const { from, to, told } = lists
  const shown = corrections.length > mostCorrections ? corrections.slice(0, 1) : corrections
  const hidden = corrections.length - shown.length
  return {
    title: `Уточнения к прежним письмам: ${written(corrections.length)}`,
    items: shown.map(({ text, entry }) => ({
      text: brief(text, mostOfCorrection),
      href: links.verdict(entry),
    })),
    more: hidden > 0 ? `Ещё ${written(hidden)}, среди всего, что изменилось с прошлого письма` : null,
    href: hidden > 0 ? links.list({ from, to, classId, since: told }) : null,
  }
}

export function printingSection(links: LetterLinks, printing: readonly string[]): Section | null {
  if (printing.length === 0) return null
  const items = shortList(printing, mostPrinting).map((text, index) => ({
    text,
    ...(index === mostPrinting - 1 && { href: links.printing }),
  }))
  return { title: 'Печать годовых ведомостей', items, more: null, href: links.printing }
}

type Group = readonly [ReportFinding, ...ReportFinding[]]

function groupsOf(findings: readonly ReportFinding[], keyOf: (item: ReportFinding) => string): Group[] {
  return [...groupBy(findings, keyOf).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [[first, ...others]],
  )
}

const sizeOf = (groups: readonly Group[]) => groups.reduce((sum, group) => sum + group.length, 0)
const gravityOf = (group: Group) =>
  Math.min(...group.map(({ verdict }) => severityOrder.indexOf(verdict.severity)))
const isCritical = (group: Group) => gravityOf(group) === 0

/** Of one finding with its class, which its message may not name. */
function leadOf(group: Group, classId: Id | null): string {
  const [{ verdict, className }] = group
  if (!saysItself(group)) return `п. ${verdict.clause}`
  const isNamed = classId !== null || verdict.message.includes(className)
  return `п. ${verdict.clause}${isNamed ? '' : `, ${nameInBrief(className)}`}:`
}

/** One finding does, where its words may stand in a letter. */
const saysItself = (group: Group) => group.length === 1 && !tellsMarks(group[0].verdict.rule)

/** One finding in its own words; several by what they break, and where. */
function groupItem(
  { report, links, classId }: Ground,
  group: Group,
  { of, list }: { readonly of: Forms; readonly list: ListOfFindings },
): Item {
  const [{ verdict, entry, teachers }] = group
  if (saysItself(group)) {
    const names = teachers.toSorted(compareRussian).join(', ')
    return {
      text: brief(verdict.message, mostOfMessage),
      under: names === '' ? 'учитель не указан' : brief(names, mostOfLine),
      href: links.verdict(entry),
    }
  }
  const { rule } = verdict
  const title = ruleTitle(rule) ?? report.rules.find(known => known.rule === rule)?.title
  return {
    text: `${title ?? rule}:`,
    link: counted(group.length, of),
    under: namesOf(group, classId),
    href: links.list({ ...list, rule }),
  }
}

/** «7А — 3, 8Б — 1 и ещё 4 класса»; of one class by its subjects. */
function namesOf(findings: readonly ReportFinding[], classId: Id | null): string {
  const [nameOf, forms] =
    classId === null
      ? [(item: ReportFinding) => item.className, classForms]
      : [(item: ReportFinding) => item.subjectName ?? 'без предмета', subjectForms]
  const named = [...groupBy(findings, nameOf)].sort(([a], [b]) => compareRussian(a, b))
  const more = named.length - mostNames
  const shown = named
    .slice(0, mostNames)
    .map(([name, items]) => `${nameInBrief(name)} — ${written(items.length)}`)
  return `${shown.join(', ')}${more > 0 ? ` и ещё ${counted(more, forms)}` : ''}`
}

const classForms: Forms = ['класс', 'класса', 'классов']
const subjectForms: Forms = ['предмет', 'предмета', 'предметов']
const mostOfName = 30

function nameInBrief(name: string): string {
  return clipped(name, mostOfName)
}

function shortened(
  title: string,
  items: readonly Item[],
  { hidden, of, href }: { readonly hidden: number; readonly of: Forms; readonly href: string | null },
): Section {
  return { title, items, more: hidden > 0 ? `Ещё ${counted(hidden, of)}` : null, href }
}

/** Its first sentences, each not too long, and how many there are besides. */
export function shortList(sentences: readonly string[], most: number): string[] {
  const more = sentences.length - most
  return sentences
    .slice(0, most)
    .map(
      (text, index) =>
        `${brief(text, index === most - 1 && more > 0 ? mostOfSentence : mostOfLine)}${more > 0 && index === most - 1 ? ` И ещё ${written(more)}.` : ''}`,
    )
}
