import type { Answer, Neighbours, Resource, Window } from '../../journal/index.js'
import { parseAnswer } from './answer.js'
import { parseChange } from './change.js'

/** Answers that are long lists, in which each element says one record by itself. */
const lists: ReadonlySet<Resource> = new Set(['marks', 'attendance'])

/** How the body of a look is parsed, when somebody asks for it. */
export function parsersOf(
  window: Window,
  body: string,
  neighbours?: Neighbours,
): Pick<Answer, 'parse' | 'parseChange'> {
  const parse = () => parseAnswer(window, body, neighbours)
  if (!lists.has(window.resource)) return { parse }
  return { parse, parseChange: earlier => parseChange(window, body, earlier, neighbours) }
}
