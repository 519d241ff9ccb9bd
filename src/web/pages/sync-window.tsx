import { errorKinds } from '../../errors.js'
import type { CoverageGap } from '../../journal/index.js'
import type { ReadWindow } from '../deps/sync.js'

/** What is wrong with a window, in few words. */

const states: Readonly<Record<CoverageGap['state'], string>> = {
  never: 'не прочитано',
  failed: 'не удалось',
  stale: 'устарело',
}
/** The worst first. */
const order: readonly CoverageGap['state'][] = ['never', 'failed', 'stale']

export function worstOf(windows: readonly ReadWindow[]): string | null {
  const found = order.find(state => windows.some(({ gap }) => gap?.state === state))
  return found === undefined ? null : states[found]
}

export function gapText({ state, errorCode }: NonNullable<ReadWindow['gap']>): string {
  if (state === 'never') return 'не прочитано ни разу'
  if (state === 'stale') return 'прочитано раньше, чем истёк срок'
  if (errorCode !== null) return `последнее чтение не удалось: ${errorKinds[errorCode].title} (${errorCode})`
  return 'часть записей платформа не отдала, они не разобраны или внезапно пропали, и это ещё не подтвердилось'
}
