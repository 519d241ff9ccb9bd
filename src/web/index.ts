export type { ResyncRequest, WebDeps, WebOptions, WebServer } from './deps.js'
export { startWeb } from './server.js'
