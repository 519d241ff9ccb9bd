import { BridgeConfig } from '../app.js'
import type { Hold, KeptTerm, RetentionRules } from '../archive/index.js'
import { loadConfig } from '../config/index.js'
import { BridgeError } from '../errors.js'
import { defaultRegulation } from '../regulation/index.js'

/** Terms of storage, from the settings, and how they are told. */

/** Where there are no settings, as beside a copy on somebody's disk, the regulation's own terms. */
export async function configOrNone(file: string): Promise<BridgeConfig | null> {
  try {
    return await loadConfig(file, BridgeConfig)
  } catch (error) {
    if (error instanceof BridgeError && error.code === 'CONFIG_MISSING') return null
    throw error
  }
}

/** Of several schools and editions of the regulation the longest term counts: they have one archive. */
export function retentionRules(config: BridgeConfig | null): RetentionRules {
  const regulations = [defaultRegulation, ...(config?.schools ?? []).map(({ regulation }) => regulation)]
  const { reportYears } = config?.archive ?? BridgeConfig.shape.archive.parse(undefined)
  const terms = regulations.flatMap(({ editions }) => editions.map(({ rules }) => rules['3-terms-end']))
  return {
    years: {
      journal: Math.max(...terms.map(({ journalYears }) => journalYears)),
      summary: Math.max(...terms.map(({ sheetYears }) => sheetYears)),
      'print-kit': Math.max(...terms.map(({ sheetYears }) => sheetYears)),
      report: reportYears,
      'disposal-act': null,
      'key-act': null,
      checkpoint: null,
    },
  }
}

const obstacles = {
  'no-record': 'хранится: срок неизвестен, в meta/record.json его нет',
  'kind-unknown': 'хранится: такого вида документов нет в правилах',
  permanent: 'хранится всегда',
  'term-runs': 'хранится: срок идёт',
  held: 'хранится: запрет на уничтожение',
} as const

export function termText({ id, version, kind, byRule, byRecord, until, obstacle, holds }: KeptTerm): string {
  const day = (term: KeptTerm['byRule']) => {
    if (term === null) return 'неизвестно'
    return term.until === null ? 'всегда' : `до ${term.until} (${term.years} л.)`
  }
  return [
    `${id} ${version}`,
    `  ${kind ?? 'вид неизвестен'}; по правилу ${day(byRule)}, по записи ${day(byRecord)}`,
    ...holds.map(
      ({ entry, since, reason }) => `  запрет на уничтожение с ${since}, запись ${entry}: ${reason}`,
    ),
    `  ${obstacle === null ? `можно отобрать к уничтожению с ${until}` : obstacles[obstacle]}`,
  ].join('\n')
}

export function holdText({ entry, since, reason }: Hold): string {
  return `запрет на уничтожение с ${since}, запись ${entry}: ${reason}`
}
