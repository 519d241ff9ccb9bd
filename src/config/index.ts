export { loadProductionCalendars } from './calendars.js'
export { type DataFolder, dataFolder } from './data-folder.js'
export { exampleYaml } from './example.js'
export { flowText, readFlow } from './flow.js'
export { loadConfig, parseYaml } from './load.js'
export { makeFolder } from './make-folder.js'
export { bridgeConfigSchema, roleNames } from './schema.js'
export { seal, unseal } from './sealing.js'
export { readSecret } from './secrets.js'
export {
  type Access,
  filesOpenToOthers,
  fingerprintOf,
  forgetToken,
  peopleKey,
  readAccess,
  readStoredAccess,
  readToken,
  type StoredAccess,
  storeAccess,
  storeToken,
} from './token-store.js'
