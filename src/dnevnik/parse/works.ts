import type { z } from 'zod'
import type { Id, WorkRecord } from '../../journal/index.js'
import type { WireWork } from '../schema/journal.js'

/** @param lessonId of the lesson in which the work stands, for a work that doesn't name one */
export function workRecord(wire: z.output<typeof WireWork.schema>, lessonId: Id | null): WorkRecord {
  return {
    kind: 'work',
    id: wire.id,
    lessonId: wire.lesson ?? lessonId,
    kindWord: wire.type,
    workTypeId: wire.workType,
    text: wire.text,
    fileCount: [...(wire.files ?? []), ...(wire.oneDriveLinks ?? [])].filter(file => file !== null).length,
    statusWord: wire.status,
    targetDate: wire.targetDate,
    sentRaw: wire.sentDate,
    createdBy: wire.createdBy,
    periodNumber: wire.periodNumber,
    periodTypeWord: wire.periodType,
  }
}
