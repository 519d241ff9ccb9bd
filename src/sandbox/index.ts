export {
  type Fault,
  type FaultKind,
  faultKinds,
  faultsFromText,
  namesFault,
} from './faults/index.js'
export type { SandboxOptions, SchoolOptions } from './options.js'
export { defaultSwitches, Switches, type SwitchesGiven } from './switches.js'
export type { PlanFileOfClass } from './plan-files.js'
export { generateSchool, type School } from './school.js'
export { type Sandbox, startSandbox } from './server.js'
export {
  type InnocentLookAlike,
  type PlantedBreach,
  type PlantedRule,
  plantedRules,
  type Truth,
  type TruthSubject,
} from './truth.js'
export { FastClock } from './time.js'
