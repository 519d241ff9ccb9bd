import { z } from 'zod'
import { requiredLine, StatedId, StatedIds, StatedStudyYear } from './stated.js'

/** What nobody but the people who did it can tell of control, copies and paper (clauses 1.2, 2.8, 2.9, 3). */

/** «Сеанс контроля»: somebody looked through the journals of some classes. */
export const ControlSession = z.strictObject({
  classIds: StatedIds,
  on: z.iso.date(),
  /** What was looked at, e.g. «темы, отметки, сверка с 5 работами». */
  checked: requiredLine('Что проверено'),
  /** What was found; null where nothing was. */
  found: requiredLine('Что найдено').nullable(),
})
export type ControlSession = z.infer<typeof ControlSession>

/** «Резервная копия» of journal and archive, and whether it was read again and compared. */
export const BackupCopy = z.strictObject({
  on: z.iso.date(),
  /** «внешний диск, сейф» */
  place: requiredLine('Место копии'),
  verified: z.boolean(),
})
export type BackupCopy = z.infer<typeof BackupCopy>

/** «Пробное восстановление» from a copy. */
export const TrialRestore = z.strictObject({
  on: z.iso.date(),
  /** Which copy, and where it was restored. */
  from: requiredLine('Из какой копии'),
  succeeded: z.boolean(),
})
export type TrialRestore = z.infer<typeof TrialRestore>

/** The six steps of a printed sheet, in their order. */
export const hardCopySteps = ['prepared', 'printed', 'sewn', 'signed', 'sealed', 'filed'] as const
export type HardCopyStep = (typeof hardCopySteps)[number]

export const hardCopyWords: Readonly<Record<HardCopyStep, string>> = {
  prepared: 'подготовлена',
  printed: 'распечатана',
  sewn: 'прошита',
  signed: 'подписана',
  sealed: 'скреплена печатью',
  filed: 'сдана в архив',
}

/** «Твёрдая копия»: what was done with the year's sheet of a class on paper. */
export const HardCopy = z
  .strictObject({
    classId: StatedId,
    studyYear: StatedStudyYear,
    step: z.enum(hardCopySteps),
    on: z.iso.date(),
    /** Who did it, where that isn't who states it: «Петров П. П., директор». */
    doneBy: requiredLine('Кто выполнил', 200).optional(),
    /** Which archived sheet was printed: what the paper is compared with. */
    sheet: z.strictObject({ object: z.string().min(1), version: z.string().regex(/^v[1-9]\d*$/) }).nullable(),
  })
  .refine(({ step, sheet }) => (step === 'printed') === (sheet !== null), {
    error: 'Какая ведомость архива распечатана, говорит шаг printed, и только он',
    path: ['sheet'],
  })
export type HardCopy = z.infer<typeof HardCopy>

/**
 * Which statements of a class's sheet count, of those in order of day: what was done with an earlier print isn't done with the
 * one that took its place. The same sheet printed twice is one print.
 */
export function withNewestPrint<T extends Pick<HardCopy, 'step' | 'on' | 'sheet'>>(
  stated: readonly T[],
): T[] {
  const versions = new Set(stated.flatMap(({ sheet }) => sheet?.version ?? []))
  const newest = stated.findLast(({ sheet }) => sheet !== null)?.sheet?.version
  const first = stated.find(({ sheet }) => sheet !== null && sheet.version === newest)
  if (versions.size < 2 || first === undefined) return [...stated]
  return stated.filter(({ step, on }) => step === 'prepared' || step === 'printed' || on >= first.on)
}
