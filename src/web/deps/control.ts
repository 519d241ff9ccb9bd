import type { Id, IsoDate } from '../../journal/index.js'
import type { CertificateWords } from '../../report/index.js'

/** What a deputy head's control of the journal ends in. */
export interface ControlDeps {
  /** Who signs a certificate where nobody else is named; null where the settings name nobody. */
  deputy(school: Id): string | null
  /** «Справка» as PDF, of these days judged now. @throws BridgeError NOT_FOUND for a class or teacher that isn't there */
  certificate(school: Id, scope: CertificateScope, words: CertificateWords): Promise<Uint8Array>
}

/** As the jobs have it. */
export interface CertificateScope {
  readonly from: IsoDate
  readonly to: IsoDate
  readonly classIds: readonly Id[] | null
  readonly teacher: Id | null
}
