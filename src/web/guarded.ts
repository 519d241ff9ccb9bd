import type { Permission } from '../people/index.js'

/** What an address asks of its visitor. */
export type Gate =
  /** For anybody, also without a name: health, styles, the log-in itself. */
  | 'open'
  /** For everybody who is let in at all. */
  | 'any-viewer'
  /** One's own account; also for who has to choose another password first. */
  | 'own-account'
  | { readonly needs: Permission; readonly of: 'school' | 'installation' | 'some-school' }

export interface GuardedRoute {
  readonly method: string
  /** With its parameters by name: `/schools/:school`. */
  readonly path: string
  readonly gate: Gate
}
