const numbers = new Intl.NumberFormat('ru')

/** `12 кБ`, `3,4 МБ`: decimal units. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} Б`
  return bytes < 1_000_000
    ? `${numbers.format(Math.round(bytes / 1000))} кБ`
    : `${numbers.format(Math.round(bytes / 100_000) / 10)} МБ`
}
