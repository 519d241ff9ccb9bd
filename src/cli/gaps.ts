import { exitCodes } from '../errors.js'
import { provisionalLine, type ReportCoverage, unknownWordLine } from '../report/index.js'
import { wordAdvice } from '../vocabulary/index.js'
import type { CommandContext } from './context.js'
import type { Output } from './output.js'

/** Says what was not seen, a line a gap, and makes it the exit code. */
export function tellGaps(context: CommandContext, out: Output, coverage: ReportCoverage): void {
  const { gaps, quarantined, unknownWords, provisionalYears = [] } = coverage
  for (const year of provisionalYears) out.note(provisionalLine(year))
  if (gaps.length === 0 && quarantined === 0 && unknownWords.length === 0) return
  for (const gap of gaps) out.warning({ gap }, `Пробел в охвате: ${gap}`)
  if (quarantined > 0) {
    out.warning({ quarantined }, `Не разобрано записей: ${quarantined}; они сохранены и учтены как пробел`)
  }
  for (const unknown of unknownWords)
    out.warning({ unknownWord: wordAdvice(unknown) }, unknownWordLine(unknown))
  context.exitCode = exitCodes.gaps
}
