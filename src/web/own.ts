import type { Id } from '../journal/index.js'
import type { WebDeps } from './deps.js'
import type { SchoolVisit } from './route.js'

/** Whether a page of a class may be shown to who visits: everything, or the classes that this person leads. */
export async function ledClasses(
  { own }: Pick<WebDeps, 'own'>,
  { school, reach }: Pick<SchoolVisit, 'school' | 'reach'>,
): Promise<(classId: Id) => boolean> {
  if (reach.kind === 'whole') return () => true
  const { classes } = await own(school.id, reach)
  return classId => classes.has(classId)
}
