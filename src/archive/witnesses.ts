/** What others vouch for, lying in the archive: signatures, and time stamps of checkpoints; what is asked and answered. */

export interface AttachRequest {
  readonly id: string
  /** The file that is signed, as the newest version has it. */
  readonly path: string
  /** A detached CMS signature; its bytes stay as they are. */
  readonly signature: Buffer
  /** Why, without persons. */
  readonly reason: string
  /** A role. */
  readonly actor: string
}

export interface Attached {
  readonly version: string
  /** Path of the signature in the object. */
  readonly path: string
  /** False where these very bytes are attached already. */
  readonly changed: boolean
  /** What the signature says of its algorithms; nobody has checked it here. */
  readonly digestAlgorithms: readonly string[]
}

export interface TimeStampService {
  /** Of the service, HTTP(S). */
  readonly url: string
  /** PEM: the authorities that its certificate is to come from. */
  readonly caFile: string
}

/** A checkpoint that is an object of the archive. */
export interface KeptCheckpoint {
  readonly id: string
  readonly archive: string
  readonly seq: string
  readonly head: string
}

export interface Stamped extends KeptCheckpoint {
  /** RFC 3339, UTC: as the stamp says. */
  readonly time: string
  readonly version: string
  /** Of the stamp in the object. */
  readonly path: string
}

/** How many there are, and what became of checking them. */
export interface Witnesses {
  /** Time stamps of checkpoints, and how many of them were checked against the authorities given, and hold. */
  readonly stamps: number
  readonly checkedStamps: number
  /** RFC 3339: of the newest stamp that was checked. */
  readonly newestStamp: string | null
  /** Attached signatures; nobody checks them here. */
  readonly signatures: number
}

export const noWitnesses: Witnesses = { stamps: 0, checkedStamps: 0, newestStamp: null, signatures: 0 }
