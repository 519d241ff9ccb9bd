/** What a bench says: one measured figure, and what it should be where the issue set a target. */
export interface Figure {
  readonly name: string
  readonly value: number
  /** Empty for a ratio. */
  readonly unit: string
  readonly target?: Target
}

export interface Target {
  readonly side: 'at least' | 'at most'
  readonly value: number
}

export interface BenchOptions {
  /** Smaller for a quick look while working; the figures of docs/performance.md are taken with the default. */
  readonly size: number | null
  /** Where `pages` leaves what it takes half an hour to make, and finds it the next time. */
  readonly keep: string | null
  /** Says on stderr what is going on. */
  readonly say: (text: string) => void
}

export interface Bench {
  readonly about: string
  run(options: BenchOptions): Promise<readonly Figure[]>
}

export const atLeast = (value: number): Target => ({ side: 'at least', value })
export const atMost = (value: number): Target => ({ side: 'at most', value })

export function isMet({ value, target }: Figure): boolean | null {
  if (!target) return null
  return target.side === 'at least' ? value >= target.value : value <= target.value
}

function short(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en')
  return value.toPrecision(4)
}

export function table(figures: readonly Figure[]): string {
  const rows = figures.map(figure => [
    figure.name,
    `${short(figure.value)} ${figure.unit}`.trim(),
    figure.target ? `${figure.target.side} ${short(figure.target.value)}` : '',
    { true: 'met', false: 'missed', null: '' }[String(isMet(figure)) as 'true' | 'false' | 'null'],
  ])
  const all = [['figure', 'measured', 'target', ''], ...rows]
  const widths = [0, 1, 2, 3].map(column => Math.max(...all.map(row => (row[column] ?? '').length)))
  return all
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
