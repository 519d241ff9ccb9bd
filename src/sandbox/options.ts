import type { Clock } from '../clock.js'
import type { IsoDate } from '../journal/index.js'
import type { Fault } from './faults.js'

/** What is unknown of the platform, one switch each. */
export interface Switches {
  /** Which lesson homework hangs on; `due` is what clients suggest. */
  readonly homeworkOn: 'due' | 'given'
  /** The zone in which act stamps (marks, attendance, homework) are written. */
  readonly stampZone: 'utc' | 'local'
  /** Present pupils get an `Attend` entry, too. */
  readonly attendWritten: boolean
  /** Log entries of a group are refused without `subject`. */
  readonly subjectRequired: boolean
}

export const defaultSwitches: Switches = {
  homeworkOn: 'due',
  stampZone: 'utc',
  attendWritten: false,
  subjectRequired: false,
}

export interface SchoolOptions {
  readonly seed: number
  /** Number of classes, 1 to 60; second shift from 10, grades 1–4 from 15. */
  readonly classes: number
  /** Default 25. */
  readonly pupilsPerClass?: number
  /** IANA name; default `Europe/Moscow`. */
  readonly timeZone?: string
  /** First and last day on which teachers work, both inclusive, of one study year. */
  readonly from: IsoDate
  readonly to: IsoDate
  /**
   * Days after `to` for which the timetable already stands, without any act: homework of the last days is due
   * then. Default 14.
   */
  readonly aheadDays?: number
  /** See `Switches.homeworkOn`. */
  readonly homeworkOn?: Switches['homeworkOn']
}

export interface SandboxOptions extends Omit<SchoolOptions, 'homeworkOn'> {
  /** What has been entered by its `now()` is shown, nothing else. */
  readonly clock: Clock
  /** 0, the default, takes any free port; always on 127.0.0.1. */
  readonly port?: number
  /** Default: 32 letters and digits derived from the seed. */
  readonly token?: string
  readonly switches?: Partial<Switches>
  readonly faults?: readonly Fault[]
}
