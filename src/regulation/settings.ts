import { z } from 'zod'
import type { IsoDate } from '../journal/index.js'
import { TypedLimitRows } from './checking-terms.js'
import { controlHeld } from './rules/1.2-control-held.js'
import { copiesMade } from './rules/1.2-copies-made.js'
import { classTeacherSet } from './rules/2.1-class-teacher-set.js'
import { homeworkAuthor } from './rules/2.1-homework-author.js'
import { lessonTeacherSet } from './rules/2.1-lesson-teacher-set.js'
import { sectionsFormed } from './rules/2.2-sections-formed.js'
import { sectionsKept } from './rules/2.2-sections-kept.js'
import { hoursHeld } from './rules/2.3-hours-held.js'
import { topicFilled } from './rules/2.3-topic-filled.js'
import { topicsByPlan } from './rules/2.3-topics-by-plan.js'
import { classTeacherEdits } from './rules/2.4-class-teacher-edits.js'
import { weeklyAcquaintance } from './rules/2.4-weekly-acquaintance.js'
import { attendanceDaily } from './rules/2.5-attendance-daily.js'
import { attendanceGaps } from './rules/2.5-attendance-gaps.js'
import { editTimeLongEnough } from './rules/2.5-edit-time-long-enough.js'
import { marksInPlace } from './rules/2.5-marks-in-place.js'
import { marksNotChanged } from './rules/2.5-marks-not-changed.js'
import { marksNotDeleted } from './rules/2.5-marks-not-deleted.js'
import { marksSameDay } from './rules/2.5-marks-same-day.js'
import { marksWhileAbsent } from './rules/2.5-marks-while-absent.js'
import { waitingMarksClosed } from './rules/2.5-waiting-marks-closed.js'
import { writtenWorksInTime } from './rules/2.5-written-works-in-time.js'
import { writtenWorksMarked } from './rules/2.5-written-works-marked.js'
import { homeworkInTime } from './rules/2.6-homework-in-time.js'
import { homeworkLoad } from './rules/2.6-homework-load.js'
import { homeworkShare } from './rules/2.6-homework-share.js'
import { homeworkSpecified } from './rules/2.6-homework-specified.js'
import { homeworkUnchanged } from './rules/2.6-homework-unchanged.js'
import { exemptMeaning } from './rules/2.7-exempt-meaning.js'
import { finalMarksBase } from './rules/2.7-final-marks-base.js'
import { finalMarksComplete } from './rules/2.7-final-marks-complete.js'
import { finalMarksMean } from './rules/2.7-final-marks-mean.js'
import { finalMarksNotEarly } from './rules/2.7-final-marks-not-early.js'
import { finalMarksUnchanged } from './rules/2.7-final-marks-unchanged.js'
import { notAttested } from './rules/2.7-not-attested.js'
import { sheetEqual } from './rules/2.8-sheet-equal.js'
import { sheetUnchanged } from './rules/2.8-sheet-unchanged.js'
import { archiveIntact } from './rules/2.9-archive-intact.js'
import { copiesApart } from './rules/2.9-copies-apart.js'
import { restoreTried } from './rules/2.9-restore-tried.js'
import { sheetsPrinted } from './rules/3-sheets-printed.js'
import { termsEnd } from './rules/3-terms-end.js'
import { loginSigns } from './rules/4.1-login-signs.js'
import { briefingHeld } from './rules/4.2-briefing-held.js'
import { noticeInTime } from './rules/4.3-notice-in-time.js'
import { operationsVoid } from './rules/4.4-operations-void.js'

/**
 * The regulation as data: what a school may set. Everything has a default, so that `{}` is the seed regulation;
 * descriptions are Russian, because they become comments of the configuration file.
 */

const Day = z.iso.date('нужна дата ГГГГ-ММ-ДД')

/** One edition: what it sets, and since when it is in force. */
export const EditionSchema = z
  .strictObject({
    number: z.string().min(1).default('1').describe('Номер редакции'),
    date: Day.nullable().default(null).describe('Дата приказа, ГГГГ-ММ-ДД'),
    order: z.string().min(1).nullable().default(null).describe('Приказ, которым она введена'),
    letters: z
      .array(z.string().min(1))
      .nullable()
      .default(null)
      .describe(
        'Письма и акты, на которых она основана, как они названы в её тексте; null — не названы: те, что в образце регламента',
      ),
    from: Day.nullable()
      .default(null)
      .describe(
        'Первый день действия, ГГГГ-ММ-ДД; редакция действует до начала следующей. У первой null — всегда',
      ),
    rules: z
      .strictObject({
        '1.2-control-held': controlHeld.settings.prefault({}).describe(controlHeld.title),
        '1.2-copies-made': copiesMade.settings.prefault({}).describe(copiesMade.title),
        '2.1-class-teacher-set': classTeacherSet.settings.prefault({}).describe(classTeacherSet.title),
        '2.1-homework-author': homeworkAuthor.settings.prefault({}).describe(homeworkAuthor.title),
        '2.1-lesson-teacher-set': lessonTeacherSet.settings.prefault({}).describe(lessonTeacherSet.title),
        '2.2-sections-formed': sectionsFormed.settings.prefault({}).describe(sectionsFormed.title),
        '2.2-sections-kept': sectionsKept.settings.prefault({}).describe(sectionsKept.title),
        '2.3-hours-held': hoursHeld.settings.prefault({}).describe(hoursHeld.title),
        '2.3-topic-filled': topicFilled.settings.prefault({}).describe(topicFilled.title),
        '2.3-topics-by-plan': topicsByPlan.settings.prefault({}).describe(topicsByPlan.title),
        '2.4-class-teacher-edits': classTeacherEdits.settings.prefault({}).describe(classTeacherEdits.title),
        '2.4-weekly-acquaintance': weeklyAcquaintance.settings
          .prefault({})
          .describe(weeklyAcquaintance.title),
        '2.5-attendance-daily': attendanceDaily.settings.prefault({}).describe(attendanceDaily.title),
        '2.5-attendance-gaps': attendanceGaps.settings.prefault({}).describe(attendanceGaps.title),
        '2.5-edit-time-long-enough': editTimeLongEnough.settings
          .prefault({})
          .describe(editTimeLongEnough.title),
        '2.5-marks-in-place': marksInPlace.settings.prefault({}).describe(marksInPlace.title),
        '2.5-marks-not-changed': marksNotChanged.settings.prefault({}).describe(marksNotChanged.title),
        '2.5-marks-not-deleted': marksNotDeleted.settings.prefault({}).describe(marksNotDeleted.title),
        '2.5-marks-same-day': marksSameDay.settings.prefault({}).describe(marksSameDay.title),
        '2.5-marks-while-absent': marksWhileAbsent.settings.prefault({}).describe(marksWhileAbsent.title),
        '2.5-waiting-marks-closed': waitingMarksClosed.settings
          .prefault({})
          .describe(waitingMarksClosed.title),
        '2.5-written-works-in-time': writtenWorksInTime.settings
          .prefault({})
          .describe(writtenWorksInTime.title),
        '2.5-written-works-marked': writtenWorksMarked.settings
          .prefault({})
          .describe(writtenWorksMarked.title),
        '2.6-homework-in-time': homeworkInTime.settings.prefault({}).describe(homeworkInTime.title),
        '2.6-homework-load': homeworkLoad.settings.prefault({}).describe(homeworkLoad.title),
        '2.6-homework-share': homeworkShare.settings.prefault({}).describe(homeworkShare.title),
        '2.6-homework-specified': homeworkSpecified.settings.prefault({}).describe(homeworkSpecified.title),
        '2.6-homework-unchanged': homeworkUnchanged.settings.prefault({}).describe(homeworkUnchanged.title),
        '2.7-exempt-meaning': exemptMeaning.settings.prefault({}).describe(exemptMeaning.title),
        '2.7-final-marks-base': finalMarksBase.settings.prefault({}).describe(finalMarksBase.title),
        '2.7-final-marks-complete': finalMarksComplete.settings
          .prefault({})
          .describe(finalMarksComplete.title),
        '2.7-final-marks-mean': finalMarksMean.settings.prefault({}).describe(finalMarksMean.title),
        '2.7-final-marks-not-early': finalMarksNotEarly.settings
          .prefault({})
          .describe(finalMarksNotEarly.title),
        '2.7-final-marks-unchanged': finalMarksUnchanged.settings
          .prefault({})
          .describe(finalMarksUnchanged.title),
        '2.7-not-attested': notAttested.settings.prefault({}).describe(notAttested.title),
        '2.8-sheet-equal': sheetEqual.settings.prefault({}).describe(sheetEqual.title),
        '2.8-sheet-unchanged': sheetUnchanged.settings.prefault({}).describe(sheetUnchanged.title),
        '2.9-archive-intact': archiveIntact.settings.prefault({}).describe(archiveIntact.title),
        '2.9-copies-apart': copiesApart.settings.prefault({}).describe(copiesApart.title),
        '2.9-restore-tried': restoreTried.settings.prefault({}).describe(restoreTried.title),
        '3-sheets-printed': sheetsPrinted.settings.prefault({}).describe(sheetsPrinted.title),
        '3-terms-end': termsEnd.settings.prefault({}).describe(termsEnd.title),
        '4.1-login-signs': loginSigns.settings.prefault({}).describe(loginSigns.title),
        '4.2-briefing-held': briefingHeld.settings.prefault({}).describe(briefingHeld.title),
        '4.3-notice-in-time': noticeInTime.settings.prefault({}).describe(noticeInTime.title),
        '4.4-operations-void': operationsVoid.settings.prefault({}).describe(operationsVoid.title),
      })
      .prefault({})
      .describe('Настройки правил; имя правила — пункт регламента и суть'),
  })
  .prefault({})

export const RegulationSchema = z
  .strictObject({
    title: z
      .string()
      .min(1)
      .default('Регламент ведения электронного журнала')
      .describe('Название регламента, как оно стоит в приказе'),
    stamps: z
      .enum(['uncalibrated', 'utc', 'local', 'moscow'])
      .default('uncalibrated')
      .describe(
        'Часовой пояс отметок времени платформы: uncalibrated — не проверен (тогда отметка может доказать, что успели, но не что опоздали), utc, local — пояс школы, moscow. Указывайте пояс только после обеих проверок: в каком поясе платформа ставит отметки и что правка записи их не меняет; обе делает команда calibrate stamps, и доказанное ею действует, пока здесь uncalibrated',
      ),
    editions: z
      .array(EditionSchema)
      .min(1)
      .prefault([{}])
      .superRefine(checkOrder)
      .describe('Редакции регламента, от старой к новой: каждая действует со своего дня до начала следующей'),
  })
  .prefault({})

/**
 * What is refused of whoever writes it now, by rule and key: the rules' own schemas also read what was stored and archived
 * when it was still taken.
 */
export const typedSettings: Readonly<Record<string, z.ZodRawShape>> = {
  '2.5-written-works-in-time': { limits: TypedLimitRows },
}

/** As it stands in a settings file. */
export const TypedRegulation = RegulationSchema.superRefine(({ editions }, context) => {
  for (const [index, edition] of editions.entries())
    for (const { message, path } of typedMistakes(edition))
      context.addIssue({ code: 'custom', message, path: ['editions', index, ...path] })
})

/** One edition in a file of its own; a file that says nothing would be the seed regulation. */
export const TypedEdition = z
  .preprocess((given, context) => {
    if (z.strictObject({}).safeParse(given).success)
      context.addIssue({
        code: 'custom',
        message: 'Редакция пуста: нужны её number, date, order, from или rules',
      })
    return given
  }, EditionSchema)
  .superRefine((edition, context) => {
    for (const { message, path } of typedMistakes(edition))
      context.addIssue({ code: 'custom', message, path: [...path] })
  })

function typedMistakes({ rules }: z.infer<typeof EditionSchema>) {
  const own: Readonly<Record<string, unknown>> = rules
  return Object.entries(typedSettings).flatMap(([rule, shape]) =>
    (z.object(shape).safeParse(own[rule]).error?.issues ?? []).map(({ message, path }) => ({
      message,
      path: ['rules', rule, ...path],
    })),
  )
}

/** Each day has one edition: only the first may be in force always, each begins after the one before, and none has another's number. */
function checkOrder(
  editions: readonly { readonly number: string; readonly from: string | null }[],
  context: z.RefinementCtx,
): void {
  for (const [index, edition] of editions.entries()) {
    const before = editions[index - 1]
    if (!before) continue
    if (editions.slice(0, index).some(({ number }) => number === edition.number)) {
      const message = `Номер «${edition.number}» уже есть у редакции выше: отчёты называют редакцию по номеру`
      context.addIssue({ code: 'custom', message, path: [index, 'number'] })
    }
    const problem =
      edition.from === null
        ? `У редакции «${edition.number}» нет первого дня действия (from): без него может быть только первая`
        : before.from !== null && edition.from <= before.from
          ? `Редакция «${edition.number}» действует с ${edition.from}, а стоящая перед ней «${before.number}» — с ${before.from}: поставьте их по порядку, с разных дней`
          : null
    if (problem !== null) context.addIssue({ code: 'custom', message: problem, path: [index, 'from'] })
  }
}

export type Edition = z.infer<typeof EditionSchema>
export type RegulationSettings = z.infer<typeof RegulationSchema>

/** The seed regulation with nothing changed. */
export const defaultRegulation: RegulationSettings = RegulationSchema.parse({})

/** An edition and those days of a range on which it is in force, inclusive. */
export interface InForce {
  readonly edition: Edition
  readonly from: IsoDate
  readonly to: IsoDate
}

/** Editions in force on some days, in order. Days before the first one's beginning are judged by it too. */
export function editionsDuring(
  { editions }: RegulationSettings,
  from: IsoDate,
  to: IsoDate,
  dayBefore: (date: IsoDate) => IsoDate,
): readonly InForce[] {
  return editions.flatMap((edition, index) => {
    const next = editions[index + 1]?.from ?? null
    const first = index === 0 || edition.from === null || edition.from < from ? from : edition.from
    const last = next === null || next > to ? to : dayBefore(next)
    return first <= last ? [{ edition, from: first, to: last }] : []
  })
}

/** The edition in force on a day. */
export function editionOn({ editions }: RegulationSettings, date: IsoDate): Edition {
  const found = editions.findLast(({ from }, index) => index === 0 || (from !== null && from <= date))
  if (!found) throw new RangeError('a regulation has an edition')
  return found
}
