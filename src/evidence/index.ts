export {
  computed,
  type Computed,
  type Evidence,
  type EvidenceFile,
  evidenceFiles,
  type Outcome,
} from './evidence.js'
export { type Replay, replay } from './replay.js'
export { replayText } from './replay-text.js'
export { ownVerifier, type Verifier, verifierPath } from './verifier.js'
