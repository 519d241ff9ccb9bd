import type { Id } from '../../journal/index.js'
import { WireAllFinalMarks, WireFinalWork, WireMark } from '../schema/journal.js'
import type { Collector } from './collector.js'
import { listOf } from './window.js'

/** What a mark without lesson is for. */
export interface FinalWork {
  readonly type: string | null
  readonly subjectId: Id | null
  readonly periodNumber: number | null
  readonly periodType: string | null
}

export interface FinalMarkOfPupil {
  readonly wire: WireMark
  readonly path: string
  readonly element: unknown
  /** Undefined where the answer doesn't tell. */
  readonly work: FinalWork | undefined
}

/** Each mark of the answers to `persons/{p}/edu-groups/{g}/allfinalmarks`, with the work that it hangs on. */
export function* marksOfPupils(
  collector: Collector,
  path: string,
  pupils: unknown,
): Generator<FinalMarkOfPupil> {
  for (const { wire, path: place } of collector.each(WireAllFinalMarks, path, listOf(pupils))) {
    const works = new Map<Id, FinalWork>()
    for (const { wire: work } of collector.each(WireFinalWork, `${place}.works`, wire.works ?? []))
      works.set(work.id, work)
    for (const mark of collector.each(WireMark, `${place}.marks`, wire.marks ?? []))
      yield { ...mark, work: works.get(mark.wire.work ?? '') }
  }
}
