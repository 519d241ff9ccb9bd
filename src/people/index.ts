export {
  allPermissions,
  type Grant,
  type Permission,
  type Reach,
  type Role,
  reachOf,
  roles,
  type Viewer,
  whoeverSitsHere,
} from './viewer.js'
