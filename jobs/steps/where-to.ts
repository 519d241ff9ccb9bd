/** What to do next, for whoever sits before the pages and for whoever typed a command: a failure may meet either. */

/** @param page the section of the menu @param command with its words, as it is typed behind the program's name */
export function whereTo(what: string, page: string, command: string): string {
  return `${what}: раздел «${page}», в командной строке — ${command}`
}

export const readFirst = whereTo('Сначала прочитайте журнал', 'Перечитать', 'sync')

/** The school's classes by name and number, or how they come to be known. */
export function classesHint(classes: readonly { readonly id: string; readonly name: string }[]): string {
  if (classes.length === 0) return `Классы ещё не прочитаны. ${readFirst}`
  return `Классы школы: ${classes.map(({ id, name }) => `${name} — ${id}`).join(', ')}`
}
