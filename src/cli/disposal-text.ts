import type { BridgeConfig } from '../app.js'
import {
  type ActLine,
  type Archive,
  calledBy,
  type DisposalAct,
  type DisposalPlan,
} from '../archive/index.js'
import { type DisposalActForm, disposalActPdf } from '../report/index.js'

/** How a disposal is told: on the screen, and on paper. */

/** What the archive calls its documents, by id: an act that told only their numbers would say nothing to who signs it. */
export async function titlesOf(archive: Archive): Promise<ReadonlyMap<string, string>> {
  const objects = await archive.list()
  return new Map(
    objects.map(({ id, versions }) => {
      // A signature that was attached by an earlier program left nothing but its reason.
      const titled = versions.findLast(({ message }) => message.includes(': ')) ?? versions[0]
      return [id, calledBy(titled?.message ?? '')]
    }),
  )
}

export function planText({ lines, kept, clock, newest, damage }: DisposalPlan): string {
  const found = [
    ...lines.map(lineText),
    ...kept.map(({ id, obstacle }) => `Нельзя: ${id} (${obstacle}; подробнее archive retention)`),
    ...damage.map(({ code, file, message }) => `Повреждение: ${code} ${file ?? ''} ${message}`),
  ]
  if (clock === 'behind') found.push(`Часы отстают от последней записи архива (${newest}).`)
  if (clock === 'jump') {
    found.push(
      `В журнале архива есть перерыв больше двух суток, или здесь ещё ничего не уничтожали; последняя запись ${newest}: понадобится назвать сегодняшнюю дату (--today).`,
    )
  }
  return [...found, `Отобрать можно: ${lines.length}. Ничего не записано и не уничтожено.`].join('\n')
}

function lineText({ id, version, versions, until, inventorySha512 }: ActLine): string {
  return `${id}\n  ${version} (версий ${versions}), хранить до ${until}; сумма описи ${inventorySha512.slice(0, 16)}…`
}

export function actPdf(
  act: DisposalAct,
  { config, titles }: { readonly config: BridgeConfig | null; readonly titles: ReadonlyMap<string, string> },
): Promise<Uint8Array> {
  const schools = config?.schools.map(({ id, name }) => name ?? `Школа № ${id}`) ?? []
  const { number, approvedBy, executedBy, reason, at } = act
  const form: DisposalActForm = {
    ...{ number, approvedBy, executedBy, reason, at: Date.parse(at) },
    school: schools.join(', '),
    documents: act.objects.map(line => ({
      title: titles.get(line.id) ?? '',
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
