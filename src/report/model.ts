import type { CalendarFacts } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import type { Id, IsoDate, ResultMark } from '../journal/index.js'
import type { ExemptMeaning, Severity, Verdict, VerdictKind } from '../regulation/index.js'
import type { Paper } from './page.js'

/**
 * What is said, before how it looks. A report without its coverage can't be made: the type has no such form.
 * Persons stand in it by id; renderers get their names from `people`, and only for those who may see them.
 */

export interface ReportCoverage {
  readonly windows: number
  readonly complete: number
  readonly quarantined: number
  readonly unknownWords: readonly string[]
  readonly oldestLook: Instant | null
  readonly newestLook: Instant | null
  /** Looks at deadlines of these days that nobody took: what they would have decided may stay unproven. */
  readonly missedLooks: number
  /** Years among these days whose production calendar no decree has confirmed yet; absent where there is none. */
  readonly provisionalYears?: readonly number[]
  /** One Russian line a gap, e.g. «7А: посещаемость за неделю с 16.11 не прочитана (DNEVNIK_FORBIDDEN)». */
  readonly gaps: readonly string[]
}

export interface RuleFigures {
  readonly rule: string
  readonly clause: string
  readonly title: string
  readonly severity: Severity
  readonly termFrom: 'regulation' | 'school'
  readonly counts: Readonly<Record<VerdictKind, number>>
  /** Kept ÷ (kept + broken + mended), in per cent with one digit; null where nothing is decided. «Не доказано» is out of both parts. */
  readonly keptShare: number | null
}

/** What somebody said to a finding; it changes nothing of it. */
export interface ReportReply {
  readonly text: string
  readonly author: string
  readonly at: Instant
}

export interface ReportFinding {
  readonly verdict: Verdict
  /** Id of the ledger entry; null where the ledger wasn't asked. */
  readonly entry: string | null
  readonly className: string
  readonly subjectName: string | null
  readonly teachers: readonly string[]
  readonly replies: readonly ReportReply[]
}

/** An exemption that reaches into the days of the report. */
export interface ReportExemption {
  readonly number: number
  readonly from: IsoDate
  readonly to: IsoDate
  readonly reason: string
  readonly order: string
  /** Findings of the report that it excuses; 0 wants to be told. */
  readonly excused: number
}

export interface ComplianceReport {
  readonly schema: 'dnevnik-bridge/compliance-report/1'
  readonly school: { readonly id: Id; readonly name: string }
  readonly from: IsoDate
  readonly to: IsoDate
  readonly asOf: Instant
  readonly timeZone: string
  readonly regulation: {
    readonly title: string
    readonly edition: string
    /** What it stands on, newer acts, and what the settings lack of its passport: a sentence each (clause 1.1). */
    readonly basis: readonly string[]
  }
  readonly coverage: ReportCoverage
  readonly rules: readonly RuleFigures[]
  /** Everything that isn't kept, worst first: severity, then class, date, rule. */
  readonly findings: readonly ReportFinding[]
  /** By number. */
  readonly exemptions: readonly ReportExemption[]
  /** What people stated and nothing in the journal answers to: a Russian line each. */
  readonly idle: readonly string[]
  readonly classes: readonly { readonly id: Id; readonly name: string }[]
  /** Not kept, by class and day: the heat map. */
  readonly byClassDay: readonly {
    readonly classId: Id
    readonly date: IsoDate
    readonly broken: number
    readonly unproven: number
    readonly mended: number
  }[]
  /** What the verdicts can be computed again from, by hash. */
  readonly provenance: {
    readonly sliceHash: string
    readonly engine: string
    readonly calendar: CalendarFacts
  }
}

/** The newest log entry of the archive: what is printed of it bears witness to all that was archived before. */
export interface ArchiveHead {
  readonly archive: string
  /** Eight digits. */
  readonly seq: string
  /** SHA-512 of the entry, hex. */
  readonly head: string
}

/**
 * A time on a list, as our looks saw it: not there yet on `absent`, there on `seen`, and the other way round at its end. Null
 * where the pupil was there at the first look, or still is.
 */
export interface Stay {
  readonly joined: { readonly absent: IsoDate; readonly seen: IsoDate } | null
  readonly left: { readonly seen: IsoDate | null; readonly absent: IsoDate } | null
}

/** Lessons that a pupil missed: all of them, and how many by illness. */
export interface Missed {
  readonly lessons: number
  readonly ill: number
}

/** What the school's orders and its pedagogical council say of a pupil, as the sheet prints it; null where nobody entered it. */
export interface SheetOrders {
  /** «приказ № 12 от 16.10.2026» */
  readonly joined: string | null
  readonly left: string | null
  /** «обучение на дому с 12.01.2027, приказ № 5 от 11.01.2027» */
  readonly home: string | null
  /** «28.05.2027, № 8» */
  readonly council: string | null
  /** «переведён(а) в 6А класс» */
  readonly promotion: string | null
}

/** «Сводная ведомость» of one class: clause 2.8. */
export interface SummarySheet {
  readonly schema: 'dnevnik-bridge/summary-sheet/1'
  readonly school: { readonly id: Id; readonly name: string }
  readonly class: {
    readonly id: Id
    readonly name: string
    /** «Параллель»; null where neither the platform nor the name tells it. */
    readonly grade: number | null
    /** By the school's settings; null where they don't name it. */
    readonly profile: string | null
  }
  /** «Фамилия И. О.»; null when the platform doesn't say. */
  readonly classTeacher: string | null
  /** `2026/2027` */
  readonly studyYear: string
  /** What it is printed on, landscape. */
  readonly paper: Paper
  /** «пятибалльная», by the school's settings. */
  readonly markSystem: string
  /** «по четвертям» */
  readonly periodScheme: string
  /** Periods that the sheet has lines for; a sheet of one period has one. `null` id is the year. */
  readonly periods: readonly { readonly id: Id | null; readonly name: string }[]
  /** Lines below those of the periods, of the year's sheet in some grades: «Экзаменационная», «Итоговая». */
  readonly resultLines: readonly { readonly id: ResultMark['line']; readonly name: string }[]
  readonly subjects: readonly { readonly id: Id; readonly name: string }[]
  readonly pupils: readonly {
    readonly id: Id
    readonly name: string
    readonly left: boolean
    readonly orders: SheetOrders
    /** When the pupil stood on the class's list, as our looks saw it; who was on it by 5 September hasn't joined. */
    readonly stays: readonly Stay[]
    /** By period: surely gone when it ended, so that empty cells are struck through. */
    readonly gone: readonly boolean[]
    /** By period, then by subject, in the order of the lists above; null is an empty cell. */
    readonly marks: readonly (readonly (string | null)[])[]
    /** By line of results, then by subject. */
    readonly results: readonly (readonly (string | null)[])[]
    /** Subjects that are taught to subgroups alone, of which the pupil was in none: an empty cell isn't owed. */
    readonly notTaught: readonly Id[]
    /** By period; null where attendance wasn't read whole, or the period hasn't come. */
    readonly missed: readonly (Missed | null)[]
  }[]
  /** The last day of which missed lessons are counted, where that is before the end of a period; else null. */
  readonly missedUntil: IsoDate | null
  /** Names of the subjects in which «осв» means exempt, mastered, or nobody has said which. */
  readonly exempt: Readonly<Record<ExemptMeaning | 'untold', readonly string[]>>
  readonly timeZone: string
  /** When the platform was last read completely for this sheet; null when the data has a gap. */
  readonly readAt: Instant | null
  readonly asOf: Instant
  readonly coverage: ReportCoverage
  /** The archive as it was before this sheet was put into it; null while it is empty, or damaged. */
  readonly checkpoint: ArchiveHead | null
  readonly print: SheetPrint
}

export interface SheetPrint {
  /** Which archived sheet of the class and period this is, counted from 1; null for one that isn't archived. */
  readonly number: number | null
  /** Who prints it; null where that isn't known beforehand. */
  readonly by: string | null
}

export interface Digest {
  readonly subject: string
  readonly html: string
  readonly text: string
}
