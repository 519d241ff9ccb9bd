import type { Instant } from '../clock.js'
import type { PlatformStamp } from '../journal/index.js'
import type { LessonMeaning } from './homework-lesson.js'
import type { StampZone } from './rule.js'
import type { Edition, RegulationSettings } from './settings.js'

/**
 * What tests at a school have proved of its platform, and what follows from it for the settings. A stamp alone may
 * count against somebody only when two things are known: its zone, and that an edit leaves it where it was.
 */

export type ProvenZone = Exclude<StampZone, 'uncalibrated'>

/** How exactly a person can tell when the mark was put. */
export const calibrationTolerance = 5 * 60_000

export interface StampTrial<T> {
  readonly of: T
  readonly stamp: PlatformStamp
}

export type ZoneProof<T> =
  | { readonly zone: ProvenZone; readonly trial: StampTrial<T> }
  /** Nothing was put at that moment, in no reading. */
  | { readonly zone: null; readonly fitting: readonly [] }
  /** Different things fit in different readings. */
  | { readonly zone: null; readonly fitting: readonly ProvenZone[] }

/** In which zone one of the stamps tells the known moment. In Moscow the school's own time is Moscow time. */
export function proveZone<T>(trials: readonly StampTrial<T>[], at: Instant): ZoneProof<T> {
  const fits = trials.flatMap(trial => {
    const zone = fittingZone(trial.stamp, at)
    return zone === null ? [] : [{ zone, trial, off: Math.abs(trial.stamp[zone] - at) }]
  })
  const [nearest] = fits.sort((a, b) => a.off - b.off)
  if (!nearest) return { zone: null, fitting: [] }
  const zones = [...new Set(fits.map(({ zone }) => zone))]
  return zones.length > 1 ? { zone: null, fitting: zones } : { zone: nearest.zone, trial: nearest.trial }
}

/** Zones lie at least half an hour apart, so only equal readings fit together. */
function fittingZone(stamp: PlatformStamp, at: Instant): ProvenZone | null {
  const zones = ['utc', 'local', 'moscow'] as const
  return zones.find(zone => tells(stamp, zone, at)) ?? null
}

export function tells(stamp: PlatformStamp, zone: ProvenZone, at: Instant): boolean {
  return Math.abs(stamp[zone] - at) <= calibrationTolerance
}

export interface Proven {
  readonly zone: ProvenZone | null
  /** Whether an edit leaves the stamp where it was; null while nobody tested it. */
  readonly editKeepsStamp: boolean | null
  readonly homeworkLesson: LessonMeaning | null
}

/** The settings with what was proved in the place of what they leave open; what they say themselves stands. */
export function withProven(settings: RegulationSettings, proven: Proven): RegulationSettings {
  const zone = proven.editKeepsStamp === true ? proven.zone : null
  const stamps = settings.stamps === 'uncalibrated' && zone !== null ? zone : settings.stamps
  return { ...settings, stamps, editions: settings.editions.map(edition => withLesson(edition, proven)) }
}

function withLesson(edition: Edition, { homeworkLesson }: Proven): Edition {
  const { '2.6-homework-in-time': homework } = edition.rules
  const lesson = homework.lesson === 'auto' ? (homeworkLesson ?? 'auto') : homework.lesson
  return { ...edition, rules: { ...edition.rules, '2.6-homework-in-time': { ...homework, lesson } } }
}
