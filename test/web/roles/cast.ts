import type { App } from '../../../src/app.js'
import type { Grant } from '../../../src/people/index.js'

/** The days of the stories and who plays in them. */

export const week = { from: '2026-10-12', to: '2026-10-16' }
/** The week in an address. */
export const days = 'from=2026-10-12&to=2026-10-16'
export const evening = '2026-10-13T23:55:00+03:00'
export const monday = '2026-10-19T12:00:00+03:00'

export const passwordOf = (login: string) => `длинный пароль ${[...login].reverse().join('')}`

export interface Part {
  readonly login: string
  readonly name: string
  readonly grants: readonly Grant[]
}

/** The first account is always that of somebody who may make others. */
export const chief: Part = {
  login: 'chief',
  name: 'Главный Г. Г.',
  grants: [{ role: 'administrator', school: null, person: null }],
}

export async function addAccount({ people }: App, part: Part): Promise<void> {
  await people.add({ ...part, subject: null, by: 'тест', password: { chosen: passwordOf(part.login) } })
}
