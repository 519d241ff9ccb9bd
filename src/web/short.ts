/**
 * What others typed may be a megabyte long: a page shows the beginning, and says how much more there is. Cut between
 * whole characters.
 */
export function short(text: string, most: number): string {
  if (text.length <= most) return text
  const cut = text.slice(0, most)
  // Half of a pair of surrogates is no character.
  const whole = /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut
  return `${whole}… (и ещё ${new Intl.NumberFormat('ru').format(text.length - whole.length)} знаков)`
}

/** Of classes, subjects, persons. */
export const shortName = (name: string): string => short(name, 120)
