import type { BridgeConfig } from '../app.js'
import type { ActLine, DisposalAct, DisposalPlan } from '../archive/index.js'
import { type DisposalActForm, disposalActPdf } from '../report/index.js'

/** How a disposal is told: on the screen, and on paper. */

const titles: Readonly<Record<string, string>> = {
  journal: 'Журнал класса',
  summary: 'Сводная ведомость',
  report: 'Отчёт о ведении журнала',
}

export function planText({ lines, kept, clock, newest, damage }: DisposalPlan): string {
  const found = [
    ...lines.map(lineText),
    ...kept.map(({ id, obstacle }) => `Нельзя: ${id} (${obstacle}; подробнее archive retention)`),
    ...damage.map(({ code, file, message }) => `Повреждение: ${code} ${file ?? ''} ${message}`),
  ]
  if (clock === 'behind') found.push(`Часы отстают от последней записи архива (${newest}).`)
  if (clock === 'jump') {
    found.push(`Последняя запись архива сделана ${newest}: понадобится назвать сегодняшнюю дату (--today).`)
  }
  return [...found, `Отобрать можно: ${lines.length}. Ничего не записано и не уничтожено.`].join('\n')
}

function lineText({ id, version, versions, until, inventorySha512 }: ActLine): string {
  return `${id}\n  ${version} (версий ${versions}), хранить до ${until}; сумма описи ${inventorySha512.slice(0, 16)}…`
}

export function actPdf(act: DisposalAct, config: BridgeConfig | null): Promise<Uint8Array> {
  const schools = config?.schools.map(({ id, name }) => name ?? `Школа № ${id}`) ?? []
  const { number, approvedBy, executedBy, reason, at } = act
  const form: DisposalActForm = {
    ...{ number, approvedBy, executedBy, reason, at: Date.parse(at) },
    school: schools.join(', '),
    documents: act.objects.map(line => ({
      title: titles[line.kind ?? ''] ?? line.kind ?? '',
      id: line.id,
      studyYear: line.studyYear ?? '',
      versions: line.versions,
      term: termWords(line),
      until: line.until,
      digest: line.inventorySha512,
    })),
  }
  return disposalActPdf(form)
}

/** The longer of both. */
function termWords({ byRule, byRecord }: ActLine): string {
  return `${Math.max(byRule?.years ?? 0, byRecord?.years ?? 0)} л.`
}
