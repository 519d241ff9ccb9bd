import type { ArchiveFinding, Checkpoint } from './archive.js'
import { firstPrev } from './entry.js'
import { finding } from './finding.js'
import { type Log, seqName } from './log.js'
import { damaged } from './trouble.js'

/** @throws BridgeError ARCHIVE_DAMAGED: a broken chain vouches for nothing */
export function checkpointOf(log: Log, archive: string): Checkpoint {
  const fault = log.findings[0]
  if (fault !== undefined) throw damaged(`${fault.message} Итоговой суммы у такого журнала нет.`)
  return { archive, ...headOf(log) }
}

export function headOf(log: Log): Pick<Checkpoint, 'seq' | 'head'> {
  const newest = log.entries.at(-1)
  return { seq: newest?.seq ?? seqName(0), head: newest?.hash ?? firstPrev }
}

/** What a head that is known from outside says of this log; nothing if it stands in it. */
export function checkExpected(log: Log, expected: Pick<Checkpoint, 'seq' | 'head'>): ArchiveFinding[] {
  const { seq, head } = expected
  if (Number(seq) === 0 && head === firstPrev) return []
  const entry = log.entries.find(one => one.seq === seq)
  if (entry?.hash === head) return []
  const file = `log/${seq}`
  if (entry !== undefined) {
    return [
      finding('HEAD_DIFFERS', { file }, `Запись ${seq} не та, что известна: архив другой или переписан.`),
    ]
  }
  const length = log.entries.length
  const text = `Записи ${seq} нет, в журнале их ${length}: конец отрезан или возвращена старая копия.`
  return [finding('HEAD_MISSING', { file }, text)]
}
