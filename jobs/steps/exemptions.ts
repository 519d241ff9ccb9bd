import { BridgeError } from '../../src/errors.js'
import type { Id, IsoDate } from '../../src/journal/index.js'
import type { Signature } from '../../src/ledger/index.js'
import { byPlace, type Exemption, type Verdict } from '../../src/regulation/index.js'
import type { JobDeps } from '../deps.js'
import type { Judgement } from './evaluate.js'
import { firstFew } from './first-few.js'
import { daysThatCame, judgeAgain } from './judge-again.js'
import { judgeByClass } from './judge-by-class.js'
import { namedTeachers, requireKnown } from './known-names.js'
import { decisionsWith } from './standing-decisions.js'
import { whereTo } from './where-to.js'

/** What an exemption does to the days that have come. */
export interface Excused {
  /** How many verdicts of its days it excuses. */
  readonly count: number
  /** The first of them, by place. */
  readonly excused: readonly Verdict[]
}

/**
 * What the exemption would excuse if it stood beside those that do; nothing is written.
 * @param most so many are told one by one
 * @throws BridgeError NOT_FOUND, CALENDAR_UNKNOWN; INTERRUPTED
 */
export async function previewExemption(
  deps: JobDeps,
  school: Id,
  exemption: Exemption,
  { most = Number.POSITIVE_INFINITY, signal }: { readonly most?: number; readonly signal?: AbortSignal } = {},
): Promise<Excused> {
  await check(deps, school, exemption)
  const { decisions, added } = await decisionsWith(deps, school, {
    kind: 'exemption',
    contents: [exemption],
  })
  const days = await daysThatCame(deps, school, exemption)
  const found = firstFew(most, byPlace)
  if (days !== null) {
    const use = async ([judgement]: readonly Judgement[]) => {
      for (const { number } of added) found.add(excusedBy(judgement, number))
    }
    await judgeByClass(deps, { school, ...days }, [{ decisions }], use, signal)
  }
  return { count: found.count, excused: found.items }
}

/**
 * Enters it, and what it excuses at once in the ledger.
 * @throws BridgeError NOT_FOUND for a class, teacher or subject that the school hasn't; CALENDAR_UNKNOWN
 */
export async function enterExemption(
  deps: JobDeps,
  school: Id,
  exemption: Exemption,
  signature: Signature,
): Promise<Excused & { readonly number: number }> {
  await check(deps, school, exemption)
  const number = await deps.statements.enter(school, 'exemption', exemption, signature)
  return { number, ...(await judgeExcused(deps, school, exemption, number)) }
}

/**
 * Ends it earlier, or (with null) takes it back; what it excused is judged again at once.
 * @throws BridgeError NOT_FOUND; USAGE for an end that is no earlier
 */
export async function reviseExemption(
  deps: JobDeps,
  school: Id,
  number: number,
  revision: Signature & { readonly lastDay: IsoDate | null; readonly why: string },
): Promise<Excused> {
  const standing = await deps.statements.standing(school, 'exemption')
  const before = standing.find(statement => statement.number === number)?.content
  if (!before) {
    throw new BridgeError('NOT_FOUND', {
      message: `Исключения № ${number} нет, или оно отозвано`,
      hint: whereTo('Действующие', 'Решения и события', 'exempt list'),
    })
  }
  const { lastDay, ...signed } = revision
  if (lastDay !== null && (lastDay >= before.to || lastDay < before.from)) {
    throw new BridgeError('USAGE', {
      message: `Исключение № ${number} действует с ${before.from} по ${before.to}: закончить его можно днём из этих, кроме последнего`,
      hint: 'Чтобы отменить его целиком, отзовите его; чтобы продлить, внесите новое',
    })
  }
  const content = lastDay === null ? null : { ...before, to: lastDay }
  await deps.statements.revise(school, 'exemption', number, { ...signed, content })
  return judgeExcused(deps, school, before, number)
}

async function judgeExcused(deps: JobDeps, school: Id, days: Exemption, number: number): Promise<Excused> {
  const found = firstFew(Number.POSITIVE_INFINITY, byPlace)
  await judgeAgain(deps, school, days, { use: judgement => found.add(excusedBy(judgement, number)) })
  return { count: found.count, excused: found.items }
}

function excusedBy(judgement: Judgement | undefined, number: number): readonly Verdict[] {
  const isOurs = ({ decision }: Verdict) => decision?.by === 'exemption' && decision.number === number
  return judgement?.judged.found.filter(isOurs) ?? []
}

async function check(
  deps: JobDeps,
  school: Id,
  { from, to, classIds, teacherIds, subjectIds }: Exemption,
): Promise<void> {
  deps.requireKnownDays({ from, to })
  const directory = await deps.mirror.directory(school)
  requireKnown('Класса', classIds ?? [], directory.classes)
  requireKnown('Предмета', subjectIds ?? [], directory.subjects)
  requireKnown('Учителя', teacherIds ?? [], namedTeachers(directory))
}
