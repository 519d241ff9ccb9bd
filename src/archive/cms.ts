/**
 * What a signature says of itself: RFC 5652, as far as its outer form goes. Nothing is checked by cryptography here, and
 * what can't be told from the form is told to be unknown.
 */

export interface CmsForm {
  readonly encoding: 'DER' | 'PEM' | 'base64'
  /** The signed file isn't in it; null where its form doesn't tell. */
  readonly detached: boolean | null
  /** As it names them: a name, or the identifier. */
  readonly digestAlgorithms: readonly string[]
}

const signedData = '1.2.840.113549.1.7.2'
const names: Readonly<Record<string, string>> = {
  '1.2.643.7.1.1.2.2': 'ГОСТ Р 34.11-2012 (256)',
  '1.2.643.7.1.1.2.3': 'ГОСТ Р 34.11-2012 (512)',
  '1.2.643.2.2.9': 'ГОСТ Р 34.11-94',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
  '1.3.14.3.2.26': 'SHA-1',
}

/** Null if the bytes are no CMS signature. */
export function cmsForm(bytes: Buffer): CmsForm | null {
  const { encoding, der } = decoded(bytes)
  // Sequences of unknown length: some programs write them, and only a whole parser follows them.
  if (der[0] === 0x30 && der[1] === 0x80)
    return der.subarray(2, 13).equals(oidBytes) ? { encoding, detached: null, digestAlgorithms: [] } : null
  const [outer] = elementsOf(der)
  const [type, content] = outer?.tag === 0x30 ? elementsOf(outer.value) : []
  if (type === undefined || content === undefined || oidOf(type) !== signedData) return null
  const [signed] = elementsOf(content.value)
  const [, digests, encapsulated] = signed?.tag === 0x30 ? elementsOf(signed.value) : []
  if (digests?.tag !== 0x31 || encapsulated?.tag !== 0x30) return null
  const algorithms = elementsOf(digests.value).flatMap(({ value }) => oidOf(elementsOf(value)[0]) ?? [])
  return {
    encoding,
    detached: elementsOf(encapsulated.value).length === 1,
    digestAlgorithms: algorithms.map(oid => names[oid] ?? oid),
  }
}

/** The object identifier of signed data, as it is encoded. */
const oidBytes = Buffer.from('06092a864886f70d010702', 'hex')

function decoded(bytes: Buffer): { readonly encoding: CmsForm['encoding']; readonly der: Buffer } {
  const text = bytes.toString('latin1').trim()
  const pem = /^-----BEGIN [A-Z0-9 ]+-----\s+([A-Za-z0-9+/=\s]+)-----END [A-Z0-9 ]+-----$/.exec(text)?.[1]
  if (pem !== undefined) return { encoding: 'PEM', der: Buffer.from(pem, 'base64') }
  if (/^[A-Za-z0-9+/\s]+={0,2}$/.test(text)) return { encoding: 'base64', der: Buffer.from(text, 'base64') }
  return { encoding: 'DER', der: bytes }
}

interface Element {
  readonly tag: number
  readonly value: Buffer
}

/** Elements of definite length, one after another; what isn't whole isn't there. */
function elementsOf(bytes: Buffer): Element[] {
  const elements: Element[] = []
  for (let at = 0; at + 2 <= bytes.length; ) {
    const tag = bytes[at] ?? 0
    const first = bytes[at + 1] ?? 0
    const more = first < 0x80 ? 0 : first & 0x7f
    if (first === 0x80 || more > 4 || at + 2 + more > bytes.length) return elements
    const length = more === 0 ? first : bytes.readUIntBE(at + 2, more)
    const start = at + 2 + more
    if (start + length > bytes.length) return elements
    elements.push({ tag, value: bytes.subarray(start, start + length) })
    at = start + length
  }
  return elements
}

function oidOf(element: Element | undefined): string | null {
  if (element?.tag !== 0x06) return null
  const numbers: number[] = []
  let number = 0
  for (const byte of element.value) {
    number = number * 128 + (byte & 0x7f)
    if (byte < 0x80) {
      numbers.push(number)
      number = 0
    }
  }
  const [first = 0, ...rest] = numbers
  const root = Math.min(2, Math.floor(first / 40))
  return [root, first - root * 40, ...rest].join('.')
}
