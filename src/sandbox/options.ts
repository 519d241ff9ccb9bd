import type { Clock } from '../clock.js'
import type { IsoDate } from '../journal/index.js'
import type { Fault } from './faults/fault.js'
import type { Switches, SwitchesGiven } from './switches.js'

export type Life = 'plain' | 'full'

export interface SchoolOptions {
  readonly seed: number
  /** Number of classes, 1 to 60; second shift from 10, grades 1–4 from 15. */
  readonly classes: number
  /** Default 25. */
  readonly pupilsPerClass?: number
  /**
   * `plain` (default): five days a week, the same pupils all year. `full`: also Saturday classes, moved days, pupils
   * who come, leave and change class, waves of illness, teachers who fill the journal on Sundays or never, and as
   * many marks as a real school has.
   */
  readonly life?: Life
  /**
   * Teachers follow calendar-thematic plans, and stray from them now and then; the plans of this range of days are
   * written by `planFiles`. Default: topics come as they may.
   */
  readonly plans?: boolean
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
  /** Measures the seconds of rate limits; default: the machine's, because `clock` may stand still. */
  readonly limitClock?: Clock
  /** 0, the default, takes any free port; always on 127.0.0.1. */
  readonly port?: number
  /** The token of the start; default: 32 letters and digits derived from the seed. */
  readonly token?: string
  readonly switches?: SwitchesGiven
  readonly faults?: readonly Fault[]
}
