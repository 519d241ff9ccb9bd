import type { Register } from '../register.js'
import type { School } from '../school.js'
import type { Wire } from '../wire/json.js'
import type { Asked } from './asked.js'

/** A row of the table of endpoints: pure, but for the moment that it is asked about. */
export interface Route {
  readonly method: 'GET' | 'POST'
  /** Under the version, with `:name` for what varies. */
  readonly path: string
  readonly answer: (asked: Asked) => Wire
}

export interface Desk {
  readonly school: School
  readonly register: Register
}

export function get(path: string, answer: Route['answer']): Route {
  return { method: 'GET', path, answer }
}

export function post(path: string, answer: Route['answer']): Route {
  return { method: 'POST', path, answer }
}
