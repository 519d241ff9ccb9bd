import type { Instant } from '../../src/clock.js'
import type { Directory, FinalMark, Id, PersonName } from '../../src/journal/index.js'
import { noDecisions, type Severity, type Verdict, type VerdictKind } from '../../src/regulation/index.js'
import type {
  ArchiveHead,
  ComplianceInput,
  ComplianceReport,
  ReportCoverage,
  SheetOrders,
  SummarySheet,
} from '../../src/report/index.js'
import { createComplianceReport, createSummarySheet } from '../../src/report/index.js'

/** Sample data for what is shown to people: a small school in Moscow, a November week. All names are invented. */

export const timeZone = 'Europe/Moscow'

/** `2026-11-16T15:25` by the wall clock of Moscow. */
export function moscow(text: string): Instant {
  return Date.parse(`${text}+03:00`)
}

/** Moscow has no summer time. */
export function dayInMoscow(instant: Instant): string {
  return new Date(instant + 3 * 3_600_000).toISOString().slice(0, 10)
}

export function aPerson(
  id: Id,
  lastName: string | null,
  firstName: string | null,
  middleName: string | null,
): PersonName {
  return { id, lastName, firstName, middleName, shortName: null }
}

const surnames = [
  ['Ёлкин', 'Фёдор', 'Артёмович'],
  ['Ежова', 'Дарья', 'Олеговна'],
  ['Жуков', 'Савелий', 'Ильич'],
  ['Щербакова-Константинопольская', 'Александра', 'Владиславовна'],
  ['Абдуллин', 'Ренат', 'Мөхәммәтович'],
  ['Иванова', 'Анна', 'Сергеевна'],
  ['Иванов', 'Пётр', 'Сергеевич'],
] as const

const subjectNames = [
  'Русский язык',
  'Литература',
  'Иностранный язык (английский)',
  'Алгебра',
  'Геометрия',
  'Вероятность и статистика',
  'Информатика',
  'История России. Всеобщая история',
  'Обществознание',
  'География',
  'Физика',
  'Биология',
  'Основы духовно-нравственной культуры народов России',
  'Изобразительное искусство',
  'Музыка',
  'Труд (технология)',
  'Физическая культура',
  'Основы безопасности и защиты Родины',
]

export interface DirectoryShape {
  readonly pupils?: number
  readonly subjects?: number
}

export function aDirectory({ pupils = 7, subjects = 6 }: DirectoryShape = {}): Directory {
  const period = (number: number, start: string, finish: string) => ({
    id: String(900 + number),
    classId: '71',
    number,
    type: 'quarter' as const,
    name: `${number} четверть`,
    start,
    finish,
  })
  return {
    school: '1000000000000000123',
    classes: [
      { id: '101', name: '10А', parallel: 10 },
      { id: '71', name: '7А', parallel: 7 },
      { id: '72', name: '7Б', parallel: 7 },
    ],
    subgroups: [{ id: '711', name: '7А (англ. 1)', classIds: ['71'] }],
    subjects: Array.from({ length: subjects }, (_, index) => ({
      id: String(500 + index),
      name: subjectNames[index] ?? `Элективный курс № ${index + 1}`,
      halfYear: false,
    })),
    classSubjects: Array.from({ length: subjects }, (_, index) => ({
      classId: '71',
      subjectId: String(500 + index),
    })),
    periods: [
      period(2, '2026-11-09', '2026-12-28'),
      period(1, '2026-09-01', '2026-10-26'),
      period(3, '2027-01-11', '2027-03-22'),
      period(4, '2027-04-01', '2027-05-26'),
    ],
    archivedClasses: [],
    classTeachers: [],
    teachers: [
      aPerson('31', 'Петрова', 'Мария', 'Ивановна'),
      aPerson('32', 'Ли', 'Вера', null),
      aPerson('33', null, null, null),
    ],
    members: Array.from({ length: pupils }, (_, index) => {
      const [last, first, middle] = surnames[index % surnames.length] ?? surnames[0]
      const round = Math.floor(index / surnames.length)
      return {
        groupId: '71',
        person: aPerson(
          String(2000 + index),
          round === 0 ? last : `${last}-${'абвгдежзик'[round]}`,
          first,
          middle,
        ),
        left: index === 2,
      }
    }),
  }
}

export function aFinalMark(person: Id, subject: Id, period: Id | null, value: string): FinalMark {
  return {
    classId: '71',
    personId: person,
    subjectId: subject,
    periodId: period,
    value,
    meaning: 'number',
    stamp: null,
    appeared: { absentAt: null, presentAt: moscow('2026-10-24T12:00') },
  }
}

/** Marks of all pupils in all subjects for the first quarter and, where asked, for every period and the year. */
export function finalMarks(directory: Directory, periods: readonly (Id | null)[] = ['901']): FinalMark[] {
  const values = ['5', '4', '3', '4', 'зач', '5', 'н/а', '4', 'осв']
  return directory.members.flatMap((member, pupil) =>
    directory.subjects.flatMap((subject, index) =>
      (pupil + index) % 11 === 10
        ? []
        : periods.map((period, at) =>
            aFinalMark(
              member.person.id,
              subject.id,
              period,
              values[(pupil * 3 + index * 5 + at) % values.length] ?? '4',
            ),
          ),
    ),
  )
}

export const wholeCoverage: ReportCoverage = {
  windows: 120,
  complete: 120,
  quarantined: 0,
  unknownWords: [],
  oldestLook: moscow('2026-11-20T00:21'),
  newestLook: moscow('2026-11-20T23:59'),
  missedLooks: 0,
  gaps: [],
}

export const partialCoverage: ReportCoverage = {
  ...wholeCoverage,
  complete: 117,
  quarantined: 4,
  unknownWords: ['lesson-status: Postponed'],
  gaps: [
    '7Б: посещаемость за неделю 16.11–22.11.2026 — последнее чтение не удалось: Платформа отказала в доступе (DNEVNIK_FORBIDDEN)',
  ],
}

export const checkpoint: ArchiveHead = {
  archive: 'dnevnik-bridge-1000004956244',
  seq: '00000042',
  head: '9f3c'.repeat(32),
}

export interface SheetShape extends DirectoryShape {
  readonly periodId?: Id | null
  readonly coverage?: ReportCoverage
}

export function aSheet({
  periodId = '901',
  coverage = wholeCoverage,
  ...shape
}: SheetShape = {}): SummarySheet {
  const directory = aDirectory(shape)
  return createSummarySheet({
    directory,
    finalMarks: finalMarks(directory, periodId === null ? ['901', '902', null] : [periodId]),
    classId: '71',
    periodId,
    resultMarks: [],
    attendance: { entries: [], unread: [], to: '2026-11-19' },
    taught: [],
    ordersAbout: () => noOrders,
    settings: sheetSettings,
    memberships: [],
    exemptMeaning: () => null,
    dateOf: dayInMoscow,
    school: {
      id: directory.school,
      name: 'Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № 7»',
    },
    studyYear: '2026/2027',
    timeZone,
    asOf: moscow('2026-11-20T23:59'),
    readAt: moscow('2026-11-20T23:58'),
    coverage,
    checkpoint,
    print: { number: null, by: null },
  })
}

export const noOrders: SheetOrders = { joined: null, left: null, home: null, council: null, promotion: null }
export const sheetSettings = {
  subjects: [],
  examGrades: [9, 11],
  yo: 'as-e' as const,
  paper: 'A4' as const,
  markSystem: 'пятибалльная',
  profiles: {},
}

export const ruleFacts = [
  {
    id: '2.3-topic-filled',
    clause: '2.3',
    title: 'Тема урока заполнена',
    severity: 'major',
    termFrom: 'school',
    canBeKept: true,
  },
  {
    id: '2.5-attendance-daily',
    clause: '2.5',
    title: 'Посещаемость отмечена в день урока',
    severity: 'major',
    termFrom: 'regulation',
    canBeKept: true,
  },
  {
    id: '2.5-marks-same-day',
    clause: '2.5',
    title: 'Отметки выставлены в день урока',
    severity: 'major',
    termFrom: 'regulation',
    canBeKept: true,
  },
  {
    id: '2.6-homework-in-time',
    clause: '2.6',
    title: 'Домашнее задание задано вовремя',
    severity: 'major',
    termFrom: 'regulation',
    canBeKept: true,
  },
  {
    id: '2.7-final-marks-complete',
    clause: '2.7',
    title: 'Итоговые отметки выставлены полностью',
    severity: 'critical',
    termFrom: 'regulation',
    canBeKept: true,
  },
] as const satisfies ComplianceInput['rules']

export interface VerdictShape {
  readonly rule?: string
  readonly verdict?: VerdictKind
  readonly severity?: Severity
  readonly subject?: Verdict['subject']
  readonly date?: string
  readonly deadline?: Instant | null
  readonly evidence?: Partial<Verdict['evidence']>
  readonly responsible?: readonly Id[]
  readonly reason?: string
  readonly message?: string
}

export function aVerdict(shape: VerdictShape = {}): Verdict {
  const rule = shape.rule ?? '2.6-homework-in-time'
  const date = shape.date ?? '2026-11-16'
  const verdict = shape.verdict ?? 'broken'
  return {
    rule,
    clause: rule.slice(0, 3),
    verdict,
    severity: shape.severity ?? 'major',
    subject: { class: '71', lesson: '4001', subject: '500', ...shape.subject },
    date,
    deadline: shape.deadline === undefined ? moscow(`${date}T15:25`) : shape.deadline,
    evidence: {
      level: 'A',
      absentAt: moscow(`${date}T15:41`),
      presentAt: moscow(`${date}T23:59`),
      platformAt: moscow(`${date}T18:02`),
      ...shape.evidence,
    },
    responsible: shape.responsible ?? ['31'],
    reason: shape.reason ?? verdict,
    message:
      shape.message ?? 'Домашнее задание за 16.11.2026 (7А, Русский язык) появилось на 157 мин позже срока.',
  }
}

const nothing = { level: null, absentAt: null, presentAt: null, platformAt: null }

/** A week with something of every kind. */
export function sampleVerdicts(): Verdict[] {
  return [
    aVerdict(),
    aVerdict({
      rule: '2.3-topic-filled',
      verdict: 'mended',
      subject: { class: '72', lesson: '4002', subject: '501' },
      date: '2026-11-17',
      deadline: moscow('2026-11-17T23:59'),
      evidence: {
        level: 'B',
        absentAt: moscow('2026-11-18T00:21'),
        presentAt: moscow('2026-11-18T23:59'),
        platformAt: null,
      },
      responsible: ['32'],
      message:
        'Тема урока 17.11.2026 (7Б, Литература, 3-й урок) заполнена позже срока; срок установлен настройкой школы',
    }),
    aVerdict({
      rule: '2.7-final-marks-complete',
      severity: 'critical',
      subject: { class: '101', person: '2004', subject: '503', period: '901' },
      date: '2026-11-18',
      deadline: moscow('2026-11-18T23:59'),
      evidence: { level: 'B', absentAt: moscow('2026-11-19T00:21'), presentAt: null, platformAt: null },
      responsible: ['31', '33'],
      message: 'Нет итоговой отметки за 1 четверть (10А, Алгебра).',
    }),
    aVerdict({
      rule: '2.5-attendance-daily',
      verdict: 'unproven',
      subject: { class: '72', lesson: '4003', subject: '502' },
      reason: 'unproven-stale',
      evidence: nothing,
      message: 'Посещаемость урока 16.11.2026 (7Б): окно не прочитано после срока.',
    }),
    aVerdict({
      rule: '2.5-marks-same-day',
      verdict: 'pending',
      subject: { class: '71', lesson: '4004', mark: '6001', person: '2001', subject: '504' },
      date: '2026-11-20',
      deadline: moscow('2026-11-20T23:59'),
      evidence: nothing,
      message: 'Отметка за урок 20.11.2026 (7А, Геометрия): срок ещё не истёк.',
    }),
  ]
}

export interface ReportShape extends Partial<Omit<ComplianceInput, 'verdicts'>> {
  readonly verdicts?: readonly Verdict[]
}

export function aReport({ verdicts = sampleVerdicts(), ...shape }: ReportShape = {}): ComplianceReport {
  return createComplianceReport({
    school: { id: '1000000000000000123', name: 'МБОУ «СОШ № 7»' },
    from: '2026-11-16',
    to: '2026-11-20',
    asOf: moscow('2026-11-20T22:00'),
    timeZone,
    regulation: {
      title: 'Регламент ведения электронного журнала',
      edition: 'от 01.09.2026 № 114',
      basis: ['Основание регламента: письмо от 15.02.2012 № АП-147/07.'],
    },
    coverage: partialCoverage,
    replies: new Map(),
    decisions: noDecisions,
    idle: [],
    verdicts: verdicts.map((verdict, index) => ({ verdict, entry: String(index + 1) })),
    kept: {
      '2.3-topic-filled': 210,
      '2.5-attendance-daily': 180,
      '2.5-marks-same-day': 95,
      '2.6-homework-in-time': 150,
    },
    rules: ruleFacts,
    directory: aDirectory(),
    provenance: {
      sliceHash: '3f786850e387550fdab836ed7e6dc881de23001b9d2e7c1f4c7e1f3a1c7ab5d0',
      engine: '1',
      calendar: {
        timeZone,
        week: 5,
        production: { restDays: [], workingDays: [] },
        holidays: {},
        bells: {},
      },
    },
    ...shape,
  })
}
