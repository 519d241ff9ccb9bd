export { exchangeCode, type Grant, type GrantOptions, refreshGrant } from './authorisation.js'
export { authoriseUrl, type LoginFlow, loginUrlOf, readPasted, readRedirect, type Redirect } from './login.js'
export { parseAnswer } from './parse/answer.js'
export { createDnevnikSource, type DnevnikSource, type DnevnikSourceOptions } from './source.js'
