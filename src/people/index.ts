export { type AccessEntry, type AccessLog, type AccessQuery, type Act, acts } from './access-log.js'
export { aboutWords, actWords, entryWords } from './access-words.js'
export { type Account, type Accounts, Login, type Signature } from './accounts.js'
export { type FoundTeacher, findTeacher } from './find-teacher.js'
export { mayManage, mayManageAccount, needsPerson, roleWords } from './grants.js'
export { createOpenId, type OpenId, type OpenIdOptions } from './open-id.js'
export { type Own, ownOf } from './own.js'
export { passwordProblem } from './password.js'
export {
  type Attempt,
  type Chosen,
  createPeople,
  type Entered,
  type People,
  type PeopleOptions,
  type Refusal,
  type SeenViewer,
} from './people.js'
export { formTokenOf, type SessionTerms } from './sessions.js'
export { totpAddress } from './totp.js'
export {
  allPermissions,
  type Grant,
  type Permission,
  type Reach,
  type Role,
  reachOf,
  roles,
  showsPersons,
  type Viewer,
  whoeverSitsHere,
} from './viewer.js'
