export type { Decision, DecisionEffect, DecisionPages, Entry } from './decisions/deps.js'
export type { Choice } from './decisions/field.js'
export type { ResyncRequest, WebDeps, WebOptions, WebServer } from './deps.js'
export { startWeb } from './server.js'
