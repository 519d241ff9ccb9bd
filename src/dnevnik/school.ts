import { BridgeError, isBridgeError } from '../errors.js'
import type { Id, VisibleSchool } from '../journal/index.js'
import { failure, isRefusal } from './failures.js'
import { completeJson, numberText } from './lossless.js'
import type { Reading } from './reading.js'
import { fieldsOf } from './schema/fields.js'
import { WireContext, WireSchool, WireUser } from './schema/visible.js'

/** Asks who the token's owner is, then, where that doesn't name the school, for the school itself. */
export async function findSchool(reading: Pick<Reading, 'get'>, school: Id): Promise<VisibleSchool> {
  if (!/^\d{1,19}$/.test(school)) throw notVisible(school, [])
  const own = await readContext(reading)
  const name = own.get(school)
  return { id: school, name: name === undefined ? await readSchool(reading, school, [...own.keys()]) : name }
}

/** Any answer but «this token is dead» proves that it lives, a refusal included. */
export async function probeToken(reading: Pick<Reading, 'get'>): Promise<void> {
  await askContext(reading)
}

/**
 * Every deployment has this one, so a page «not found» in its place comes from something else that answers at this
 * address: it refuses nothing, and proves nothing of the token.
 */
function askContext(reading: Pick<Reading, 'get'>): Promise<string | null> {
  const path = 'users/me/context'
  return unlessRefused(() =>
    reading.get({ path }, 'object').catch((error: unknown) => {
      if (!isBridgeError(error, 'DNEVNIK_DOWN') || !isRefusal(error)) throw error
      throw failure('DNEVNIK_DOWN', {
        path,
        message: 'По этому адресу отвечает не платформа: вместо ответа пришла страница «не найдено».',
        hint: 'Проверьте адрес платформы (platform.url в bridge.yaml, --api-url у init). Если он верен, на платформе идут работы: повторите через 15 минут.',
      })
    }),
  )
}

/** Schools of the token's owner by id, with their names where given. */
async function readContext(reading: Pick<Reading, 'get'>): Promise<ReadonlyMap<Id, string | null>> {
  const schools = new Map<Id, string | null>()
  const body = await askContext(reading)
  const context = body === null ? null : WireContext.safeParse(fieldsOf(completeJson(body)) ?? {})
  if (!context?.success) return schools
  for (const id of context.data.schoolIds ?? []) schools.set(id, null)
  for (const item of context.data.schools ?? []) {
    const school = WireSchool.safeParse(fieldsOf(item) ?? {})
    if (school.success) schools.set(school.data.id, school.data.name)
  }
  return schools
}

/** Some answer is not enough: the platform must answer with that very school. */
async function readSchool(
  reading: Pick<Reading, 'get'>,
  school: Id,
  visible: readonly Id[],
): Promise<string | null> {
  const body = await unlessRefused(() => reading.get({ path: `schools/${school}` }, 'object'))
  const answer = body === null ? null : WireSchool.safeParse(fieldsOf(completeJson(body)) ?? {})
  if (answer?.success && answer.data.id === school) return answer.data.name
  throw notVisible(school, visible)
}

/** Only warns of a wrong time zone, so nothing but a dead token may stop on its account. */
export async function readOffset(reading: Pick<Reading, 'get'>): Promise<string | null> {
  const body = await unlessRefused(() => reading.get({ path: 'users/me' }, 'object'))
  const user = body === null ? null : WireUser.safeParse(fieldsOf(completeJson(body)) ?? {})
  return user?.success ? offsetText(user.data.timezone) : null
}

async function unlessRefused(ask: () => Promise<string>): Promise<string | null> {
  try {
    return await ask()
  } catch (error) {
    if (isRefusal(error) || isBridgeError(error, 'DNEVNIK_UNEXPECTED')) return null
    throw error
  }
}

function offsetText(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : numberText(value)
  return text || null
}

function notVisible(school: Id, visible: readonly Id[]): BridgeError {
  const others = visible.length === 0 ? '' : ` Этому токену видны школы: ${visible.join(', ')}.`
  return new BridgeError('SCHOOL_NOT_VISIBLE', {
    message: `Школа ${school} не видна этому токену.${others}`,
    hint: 'Проверьте номер школы в настройках и то, что токен выдан её сотруднику.',
    details: { school, visible: visible.join(', ') },
  })
}
