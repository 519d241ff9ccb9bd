import type { Id } from '../../src/journal/index.js'
import { rules, type Verdict, type VerdictKind } from '../../src/regulation/index.js'
import {
  type ComplianceReport,
  createDigest,
  createOfficeDigest,
  createOwedLetter,
  createProgramLetter,
  type Digest,
  digestNews,
  type OfficeSchool,
} from '../../src/report/index.js'
import { aDirectory, aReport, aVerdict, checkpoint, moscow, partialCoverage } from './report.js'

/** Letters of the worst days that can be: every part is filled, and each has far more than it shows. */

const baseUrl = 'http://127.0.0.1:8420/'
const classes = Array.from({ length: 40 }, (_, index) => ({
  id: String(700 + index),
  name: `${1 + (index >> 2)}${'АБВГ'[index % 4]}`,
  parallel: 1 + (index >> 2),
}))
const directory = { ...aDirectory({ subjects: 18 }), classes }
const lists = { from: '2026-09-01', to: '2026-11-20', told: moscow('2026-11-19T07:30') }

/** Each rule is broken in each class, mended, exempt, unproven and soon due. */
function badVerdicts(classIds: readonly Id[]): Verdict[] {
  const kinds: readonly VerdictKind[] = ['broken', 'broken', 'mended', 'exempt', 'unproven', 'pending']
  return rules.slice(0, 20).flatMap(({ id, severity }, rule) =>
    classIds.flatMap((classId, index) =>
      kinds.map((verdict, kind) =>
        aVerdict({
          ...{ rule: id, severity, verdict },
          subject: {
            class: classId,
            lesson: `${rule}-${index}-${kind}`,
            subject: String(500 + (index % 18)),
          },
          date: kind === 0 ? '2026-10-05' : '2026-11-17',
          deadline:
            verdict === 'pending'
              ? moscow(`2026-11-21T${String(8 + (rule % 12)).padStart(2, '0')}:25`)
              : moscow(kind === 0 ? '2026-10-05T15:25' : '2026-11-17T15:25'),
          responsible: ['31', '32'],
          message: `Урок 17.11.2026 (${classes[index]?.name}, Основы духовно-нравственной культуры народов России, 4-й урок): записи нет, хотя срок был 17.11.2026 23:59, и журнал прочитан дважды.`,
        }),
      ),
    ),
  )
}

export function badReport(classIds: readonly Id[] = classes.map(({ id }) => id)): ComplianceReport {
  return aReport({
    directory,
    verdicts: badVerdicts(classIds),
    rules: rules.map(rule => ({ ...rule, canBeKept: true })),
    idle: Array.from({ length: 9 }, (_, index) => ({
      ...{ kind: 'order' as const, number: index + 1 },
      message: `Приказ, запись № ${index + 1}: не стоит за этот учебный год, исправьте или отзовите её.`,
    })),
    coverage: {
      ...partialCoverage,
      complete: 61,
      missedLooks: 12,
      provisionalYears: [2027],
      gaps: Array.from({ length: 59 }, () => partialCoverage.gaps).flat(),
    },
  })
}

interface Shape {
  readonly classIds?: readonly Id[]
  /** Null for the letter about the school. */
  readonly ofClass?: { readonly id: Id; readonly name: string } | null
}

/** A week's letter with something of everything; told were those of October. */
export function badLetter({ classIds, ofClass = null }: Shape = {}): Digest {
  const report = badReport(classIds)
  const told = report.findings.filter(({ verdict }) => verdict.date === '2026-10-05')
  const news = digestNews({
    standing: report.findings.filter(
      ({ verdict: { verdict } }) => verdict === 'broken' || verdict === 'mended',
    ),
    told: new Map(told.map(({ entry }) => [entry ?? '', 'broken'])),
    withdrawn: report.findings
      .filter(({ verdict: { verdict } }) => verdict === 'exempt')
      .map(finding => ({ finding, closed: false })),
    canBeMended: () => true,
  })
  return createDigest(report, news, {
    ...{ baseUrl, weekly: true, lists, ofClass },
    mute: ofClass === null ? null : `${baseUrl}letters/${'ab'.repeat(16)}`,
    ...(ofClass === null && {
      checkpoint,
      copies: [
        'Копия архива на «внешний диск, сейф директора» старше 7 дней: последняя сделана 02.11.2026.',
        'Копия базы данных на «внешний диск, сейф директора» старше 7 дней: последняя сделана 02.11.2026.',
        'Архивариус не работает с 18.11.2026 04:12: бумаги ждут, пока его не запустят.',
      ],
      printing: [
        'Годовые ведомости (п. 3), срок — 30.06.2027, осталось дней: 4: сдано в архив 3 из 40.',
        ...['распечатана', 'подписана', 'прошита', 'сдана в архив'].map(
          step =>
            `Следующий шаг — «${step}»: ${classes
              .slice(0, 12)
              .map(({ name }) => name)
              .join(', ')} и ещё 25.`,
        ),
      ],
    }),
  })
}

export function badOwedLetter(): Digest {
  const { findings } = badReport()
  const of = (kind: VerdictKind) => findings.filter(({ verdict }) => verdict.verdict === kind)
  return createOwedLetter({
    ...{ schoolName: 'МБОУ «СОШ № 7»', timeZone: 'Europe/Moscow', asOf: moscow('2026-11-20T22:00') },
    ...{ teacher: 'Петрова М. И.', person: '31', due: of('pending'), owed: of('broken') },
    ...{ baseUrl, school: '1000000000000000123', from: '2026-09-01', to: '2026-11-22' },
    mute: `${baseUrl}letters/${'ab'.repeat(16)}`,
  })
}

export function badOfficeLetter(count = 60): Digest {
  const schools = Array.from(
    { length: count },
    (_, index): OfficeSchool => ({
      name: `Муниципальное бюджетное общеобразовательное учреждение «Средняя общеобразовательная школа № ${index + 1}»`,
      ...{ timeZone: 'Europe/Moscow', from: '2026-11-13', to: '2026-11-19', weeks: [] },
      ...{ coverage: index % 3 === 0 ? 60.5 : 100, kept: 98.1, keptBefore: 97.4 },
      ...{ broken: 1234, mended: 321, unproven: 4321, newestLook: moscow('2026-11-20T00:21') },
    }),
  )
  return createOfficeDigest({
    ...{
      office: 'Управление образования администрации городского округа',
      from: '2026-11-13',
      to: '2026-11-19',
    },
    ...{ asOf: moscow('2026-11-20T07:30'), timeZone: 'Europe/Moscow', schools },
    link: `${baseUrl}overview`,
  })
}

export function badProgramLetter(): Digest {
  return createProgramLetter({
    link: baseUrl,
    troubles: Array.from(
      { length: 30 },
      (_, index) =>
        `МБОУ «СОШ № ${index + 1}»: за последнюю неделю не прочитано полностью 59 из 120 частей журнала; какие и почему — «dnevnik-bridge report» и страница школы.`,
    ),
  })
}

export const ledClass = { id: '726', name: '7В' }

/** By what to call them. */
export const badLetters: Readonly<Record<string, () => Digest>> = {
  deputy: () => badLetter(),
  class: () => badLetter({ classIds: [ledClass.id], ofClass: ledClass }),
  owed: badOwedLetter,
  office: () => badOfficeLetter(),
  'office of few': () => badOfficeLetter(12),
  program: badProgramLetter,
}
