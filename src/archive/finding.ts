import type { ArchiveFinding } from './archive.js'

interface Place {
  readonly object?: string | null | undefined
  readonly version?: string | null | undefined
  readonly file?: string | null | undefined
}

export function finding(code: string, place: Place, message: string): ArchiveFinding {
  return {
    code,
    object: place.object ?? null,
    version: place.version ?? null,
    file: place.file ?? null,
    message,
  }
}

/** For people, in one line. */
export function findingLine({ code, object, version, file, message }: ArchiveFinding): string {
  return `${code}  ${[object, version, file].filter(part => part).join(' ')}  ${message}`
}
