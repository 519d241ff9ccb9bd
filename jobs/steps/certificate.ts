import { createHash } from 'node:crypto'
import { BridgeError } from '../../src/errors.js'
import { type Id, nameWithInitials } from '../../src/journal/index.js'
import { type Answers, answersOfAll, clauses, type Verdict } from '../../src/regulation/index.js'
import {
  type CertificateScope,
  type CertificateWords,
  type CheckCertificate,
  type ComplianceReport,
  compareRussian,
  createCertificate,
} from '../../src/report/index.js'
import type { JobDeps } from '../deps.js'
import { coverageOf, type EvaluationRequest, groundOf } from './evaluate.js'
import { recordByClass } from './judge-again.js'
import { type Found, reportOf } from './report.js'

/**
 * «Справка по итогам проверки журнала» of these days, judged now.
 * @throws BridgeError NOT_FOUND for a class or teacher that the school hasn't, and what `evaluate` throws
 */
export async function makeCertificate(
  deps: JobDeps,
  schoolId: Id,
  { from, to, classIds, teacher }: CertificateScope,
  words: CertificateWords,
  signal: AbortSignal,
): Promise<{ readonly certificate: CheckCertificate; readonly coverage: ComplianceReport['coverage'] }> {
  const { classes, teachers } = await deps.mirror.directory(schoolId)
  const person = teachers.find(({ id }) => id === teacher)
  if (teacher !== null && !person) {
    throw new BridgeError('NOT_FOUND', {
      message: `Учителя ${teacher} в школе нет`,
      hint: `Есть: ${teachers.map(one => `${nameWithInitials(one)} — ${one.id}`).join(', ')}`,
    })
  }
  const request = { school: schoolId, from, to, classIds }
  const ground = await groundOf(deps, request)
  const { school } = ground
  const found = await gather(deps, request, teacher, signal)
  const coverage = await coverageOf(deps, ground, request)
  const report = await reportOf(deps, { ...ground, ...request, school, ...found, coverage })
  const wanted = classes.filter(({ id }) => classIds === null || classIds.includes(id))
  const { inspector, ...said } = words
  const { head, deputy } = school.printing
  const asked = {
    ...said,
    teacher: person ? nameWithInitials(person) : null,
    classNames: wanted.map(({ name }) => name).sort(compareRussian),
    inspector: inspector === null ? official(deputy) : named(inspector),
    head: official(head),
  }
  return { certificate: createCertificate(report, asked, clauses), coverage: report.coverage }
}

/** What was found of a teacher's duties, or of all: what is kept as numbers, since a quarter of a school keeps half a million. */
async function gather(
  deps: JobDeps,
  request: EvaluationRequest,
  teacher: Id | null,
  signal: AbortSignal,
): Promise<Pick<Found, 'verdicts' | 'kept' | 'idle' | 'sliceHash' | 'asOf'>> {
  const isOurs = ({ responsible }: Verdict) => teacher === null || responsible.includes(teacher)
  const verdicts: { readonly verdict: Verdict; readonly entry: null }[] = []
  const kept: Record<string, number> = {}
  const answers: Answers[] = []
  const hash = createHash('sha256')
  let moment = deps.clock.now()
  const add = (rule: string, count: number) => {
    kept[rule] = (kept[rule] ?? 0) + count
  }
  await recordByClass(
    deps,
    request,
    {
      runId: null,
      async use({ judged, sliceHash, asOf }) {
        moment = asOf
        for (const verdict of judged.found) if (isOurs(verdict)) verdicts.push({ verdict, entry: null })
        if (teacher === null)
          for (const [rule, counts] of Object.entries(judged.counts)) add(rule, counts.kept)
        else for (const verdict of judged.kept.verdicts()) if (isOurs(verdict)) add(verdict.rule, 1)
        answers.push({ idle: judged.idle, answered: judged.answered })
        hash.update(await sliceHash())
      },
    },
    signal,
  )
  return { verdicts, kept, idle: answersOfAll(answers).idle, sliceHash: hash.digest('hex'), asOf: moment }
}

function official({ post, name }: { readonly post: string; readonly name: string }) {
  return { post, name: name === '' ? null : name }
}

/** «Директор, П. П. Петров» */
function named(text: string) {
  const [post = '', ...name] = text.split(',').map(part => part.trim())
  return { post, name: name.length === 0 ? null : name.join(', ') }
}
