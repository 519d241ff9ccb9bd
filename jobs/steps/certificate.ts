import { BridgeError } from '../../src/errors.js'
import { type Id, nameWithInitials } from '../../src/journal/index.js'
import { clauses } from '../../src/regulation/index.js'
import {
  type CertificateScope,
  type CertificateWords,
  type CheckCertificate,
  type ComplianceReport,
  compareRussian,
  createCertificate,
} from '../../src/report/index.js'
import type { JobDeps } from '../deps.js'
import { evaluate, record } from './evaluate.js'
import { buildReport } from './report.js'

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
  const evaluation = await evaluate(deps, { school: schoolId, from, to, classIds }, signal)
  await record(deps, evaluation, null)
  const { result, school } = evaluation
  const verdicts =
    teacher === null
      ? result.verdicts
      : result.verdicts.filter(({ responsible }) => responsible.includes(teacher))
  const report = await buildReport(deps, { ...evaluation, result: { ...result, verdicts } })
  const wanted = classes.filter(({ id }) => classIds === null || classIds.includes(id))
  const { inspector, ...said } = words
  const { head, deputy } = school.printing
  const request = {
    ...said,
    teacher: person ? nameWithInitials(person) : null,
    classNames: wanted.map(({ name }) => name).sort(compareRussian),
    inspector: inspector === null ? official(deputy) : named(inspector),
    head: official(head),
  }
  return { certificate: createCertificate(report, request, clauses), coverage: report.coverage }
}

function official({ post, name }: { readonly post: string; readonly name: string }) {
  return { post, name: name === '' ? null : name }
}

/** «Директор, П. П. Петров» */
function named(text: string) {
  const [post = '', ...name] = text.split(',').map(part => part.trim())
  return { post, name: name.length === 0 ? null : name.join(', ') }
}
