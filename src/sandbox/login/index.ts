export { authorise } from './authorise.js'
export { grantWire } from './grants.js'
export { Tokens } from './tokens.js'
