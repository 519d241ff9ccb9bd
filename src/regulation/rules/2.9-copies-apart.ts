import { z } from 'zod'
import type { IsoDate } from '../../journal/index.js'
import type { Told } from '../findings.js'
import { defineRule, type RuleContext } from '../rule.js'
import { quarterEnds, quarterStart, quarterWords, statedEvidence, tellStated } from '../stated-duty.js'
import { wholeSchool } from '../verdict.js'

const bySchool = ' (число мест и периодичность установлены настройкой школы)'

/** One fire must not take all copies: where they lie is somebody's word. */
export const copiesApart = defineRule({
  id: '2.9-copies-apart',
  clause: '2.9',
  title: 'Копии архива лежат не меньше чем в двух местах',
  severity: 'major',
  level: 'must',
  termFrom: 'school',
  scope: 'school-year',
  needs: [],
  settings: z.strictObject({
    places: z.int().min(2).max(9).default(2).describe('В скольких разных местах должны лежать копии'),
  }),
  isOfSchool: true,
  messages: {
    pending: `{quarter}: копии записаны в местах: {places} из {wanted}, срок — {deadline}${bySchool}.`,
    kept: `{quarter}: копии записаны в местах: {places} ({where})${bySchool}.`,
    'unproven-not-stated': `{quarter}: не доказано: записей о копиях нет, срок был {deadline}${bySchool}.`,
    'unproven-unnamed': `{quarter}: не доказано: копии есть в журнале архива, но где они лежат, не сказано (archive backup --place); срок был {deadline}${bySchool}.`,
    'unproven-together': `{quarter}: не доказано: копии записаны в местах: {places} ({where}), а нужно {wanted}; срок был {deadline}${bySchool}.`,
  },
  check(context, report) {
    const { calendar, settings, asOf, from, to, speech } = context
    for (const end of quarterEnds(from, to)) {
      const first = quarterStart(end)
      const copies = copiesOf(context).filter(({ on }) => first <= on && on <= end)
      const places = firstAtEachPlace(copies)
      const on = places[settings.places - 1]?.on ?? null
      const deadline = calendar.dayEnd(end)
      report({
        ...temper(tellStated({ on, deadline, asOf, calendar }), {
          copies: copies.length,
          places: places.length,
        }),
        subject: { class: wholeSchool, part: end },
        date: end,
        deadline,
        evidence: statedEvidence,
        responsible: [],
        values: {
          quarter: quarterWords(end),
          places: places.length,
          wanted: settings.places,
          where: places.map(({ place }) => place).join('; '),
          deadline: speech.moment(deadline),
        },
      })
    }
  },
})

function temper(told: Told, { copies, places }: { readonly copies: number; readonly places: number }): Told {
  if (told.verdict !== 'unproven' || copies === 0) return told
  return { ...told, reason: places === 0 ? 'unproven-unnamed' : 'unproven-together' }
}

interface Copy {
  readonly on: IsoDate
  readonly place: string | null
}

/** Stated ones, and those of the archive's log that one broken disk doesn't take with the archive. */
function copiesOf({
  archived,
  calendar,
  decisions,
}: Pick<RuleContext<unknown>, 'archived' | 'calendar' | 'decisions'>): readonly Copy[] {
  const logged = archived.backups.filter(({ onSameDisk }) => !onSameDisk)
  return [
    ...decisions.backups.map(({ content: { on, place } }) => ({ on, place })),
    ...logged.map(({ at, place }) => ({ on: calendar.dateOf(at), place })),
  ]
}

interface Place {
  readonly place: string
  readonly on: IsoDate
}

/** By day, then by name. Places are the same whatever their case, spaces and «ё». */
function firstAtEachPlace(copies: readonly Copy[]): readonly Place[] {
  const places = new Map<string, Place>()
  const placed = copies.flatMap(({ place, on }) => (place === null ? [] : [{ place, on }]))
  for (const { place, on } of placed.sort(byDayAndPlace)) {
    const key = place.toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ')
    if (!places.has(key)) places.set(key, { place, on })
  }
  return [...places.values()]
}

function byDayAndPlace(a: Place, b: Place): number {
  const [left, right] = [`${a.on} ${a.place}`, `${b.on} ${b.place}`]
  return left < right ? -1 : left > right ? 1 : 0
}
