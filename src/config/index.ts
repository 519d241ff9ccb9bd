export { loadProductionCalendars } from './calendars.js'
export { exampleYaml } from './example.js'
export { type DataFolder, dataFolder } from './data-folder.js'
export { loadConfig, parseYaml } from './load.js'
export { makeFolder } from './make-folder.js'
export { bridgeConfigSchema } from './schema.js'
export { readSecret } from './secrets.js'
export {
  type Access,
  filesOpenToOthers,
  fingerprintOf,
  forgetToken,
  readAccess,
  readStoredAccess,
  readToken,
  storeAccess,
  type StoredAccess,
  storeToken,
} from './token-store.js'
