import { InvalidArgumentError, Option } from 'commander'
import { type Checkpoint, findingLine, type VerifyReport, type Witnesses } from '../archive/index.js'
import type { Output } from './output.js'

/** What a verification asks and tells on the command line. */

export type Head = Pick<Checkpoint, 'seq' | 'head'>

export function expectOption(): Option {
  return new Option(
    '--expect <номер:сумма>',
    'запись журнала, известная снаружи: с печатной ведомости или из копии',
  ).argParser(headArgument)
}

function headArgument(text: string): Head {
  const match = /^0*(\d{1,8}):([0-9a-f]{128})$/i.exec(text.trim())
  if (match === null)
    throw new InvalidArgumentError('нужны номер записи и её сумма: НОМЕР:СУММА (128 знаков).')
  return { seq: (match[1] ?? '').padStart(8, '0'), head: (match[2] ?? '').toLowerCase() }
}

export function tellReport(out: Output, report: VerifyReport): void {
  if (out.json) out.result(report, '')
  tellFindings(out, report, 'Архив')
}

/** Of an encrypted copy, looked at from outside. */
export function tellSealed(out: Output, report: VerifyReport): void {
  if (out.json) out.result(report, '')
  const { findings, files, logEntries, seq, head } = report
  for (const finding of findings) out.text(findingLine(finding))
  for (const note of report.notes) out.note(`К сведению: ${findingLine(note)}`)
  out.text(
    findings.length === 0
      ? `Зашифрованная копия: файлов ${files}, записей журнала ${logEntries}; контрольные суммы сошлись.`
      : `Зашифрованная копия повреждена, найдено: ${findings.length}.`,
  )
  out.text(`Последняя запись журнала: ${seq}:${head}`)
}

export function tellFindings(out: Output, report: VerifyReport, what: 'Архив' | 'Копия'): void {
  for (const finding of report.findings) out.text(findingLine(finding))
  for (const note of report.notes) out.note(`К сведению: ${findingLine(note)}`)
  const { objects, versions, files, logEntries } = report
  const [sound, spoilt] = what === 'Архив' ? ['цел', 'повреждён'] : ['цела', 'повреждена']
  out.text(
    report.findings.length === 0
      ? `${what} ${sound}: объектов ${objects}, версий ${versions}, файлов ${files}, записей журнала ${logEntries}.`
      : `${what} ${spoilt}, найдено: ${report.findings.length}.`,
  )
  tellWitnesses(out, report.witnesses)
  if (report.seq !== null) out.text(`Последняя запись журнала: ${report.seq}:${report.head}`)
}

function tellWitnesses(out: Output, { stamps, checkedStamps, newestStamp, signatures }: Witnesses): void {
  if (checkedStamps > 0)
    out.text(`Меток времени: ${stamps}, проверено и сошлось: ${checkedStamps}; последняя от ${newestStamp}.`)
  if (signatures > 0) out.text(`Приложено подписей: ${signatures}; программа их не проверяет.`)
}
