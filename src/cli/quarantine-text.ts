import type { QuarantinedWindow } from '../mirror/index.js'

/** How much of what the platform said last is in quarantine, and what helps. */
export function quarantineText(windows: readonly QuarantinedWindow[]): string {
  if (windows.length === 0) return 'всё, что платформа сказала последним, разобрано'
  const elements = windows.reduce((sum, window) => sum + window.elements, 0)
  return (
    `не разобрано элементов ${elements} в окнах ${windows.length}, их ответы хранятся; ` +
    'после обновления программы: dnevnik-bridge mirror replay-quarantine'
  )
}
