import { Argument, type Command, InvalidArgumentError, Option } from 'commander'
import type { App } from '../app.js'
import { BridgeError } from '../errors.js'
import { fullName } from '../journal/index.js'
import { findTeacher, type Grant, Login, needsPerson, type Role, roles, roleWords } from '../people/index.js'
import { type CommandContext, idArgument } from './context.js'

/** What the commands about accounts share. */

export function loginArgument(): Argument {
  return new Argument('<имя>', 'имя для входа').argParser((text: string) => {
    const parsed = Login.safeParse(text)
    if (parsed.success) return parsed.data
    throw new InvalidArgumentError(`${parsed.error.issues[0]?.message ?? 'нужно имя'}.`)
  })
}

export function roleArgument(): Argument {
  const list = roles.map(role => `${role} — ${roleWords[role]}`).join('; ')
  // The library would add the choices once more, in English.
  return new Argument('<роль>', list).argParser((text: string) => {
    const role = roles.find(known => known === text)
    if (role !== undefined) return role
    throw new InvalidArgumentError(`возможны: ${roles.join(', ')}.`)
  })
}

export function withGrant(command: Command): Command {
  return command
    .option('--school <номер>', 'в одной школе; без него — во всех', idArgument)
    .option(
      '--person <кто>',
      'кто это на платформе, для class-teacher и subject-teacher: фамилия из списка школы или номер',
    )
}

export function passwordStdinOption(): Option {
  return new Option(
    '--password-stdin',
    'прочитать пароль из стандартного ввода; без него программа придумает его',
  )
}

export interface GrantOptions {
  readonly school?: string
  readonly person?: string
}

/** @throws BridgeError USAGE, NOT_FOUND */
export async function grantOf(app: App, role: Role, { school, person }: GrantOptions): Promise<Grant> {
  const known = school === undefined ? null : app.deps.school(school).id
  // One school is what a teacher means without saying so.
  const [only, second] = app.schools
  const place = known ?? (needsPerson(role) && only && !second ? only.id : null)
  if (person === undefined) return { role, school: place, person: null }
  if (place === null) {
    throw new BridgeError('USAGE', {
      message: 'Учителя ищут в списке одной школы',
      hint: 'Назовите её: --school НОМЕР',
    })
  }
  const found = findTeacher(person, await app.deps.mirror.directory(place))
  if (found.kind === 'one') return { role, school: place, person: found.person.id }
  if (found.kind === 'none') {
    throw new BridgeError('NOT_FOUND', {
      message: `Учителя «${person}» в списке школы нет`,
      hint: 'Список читается вместе с журналом (sync); фамилию пишите, как на платформе',
    })
  }
  const names = found.people.map(one => `${one.id} — ${fullName(one)}`)
  throw new BridgeError('USAGE', {
    message: 'Таких учителей несколько',
    hint: `Назовите номер: ${names.join('; ')}`,
  })
}

/** The first line of stdin; a password in the arguments would be seen by every user of the machine. */
export async function passwordFrom({ stdin }: CommandContext): Promise<string> {
  if (stdin.isTTY) {
    throw new BridgeError('USAGE', {
      message: '--password-stdin читает пароль из файла или программы, а не с клавиатуры: он был бы виден',
      hint: 'Например: dnevnik-bridge users password ИМЯ --password-stdin < файл; или без ключа: программа придумает пароль',
    })
  }
  const parts: Buffer[] = []
  for await (const part of stdin) parts.push(Buffer.from(part))
  return Buffer.concat(parts).toString('utf8').split(/\r?\n/, 1)[0] ?? ''
}

export const operator = 'командная строка'

/** Who changed what stands in the log of access, wherever it was done. */
export async function noteChange(
  app: App,
  login: string,
  about: string,
  school: string | null = null,
): Promise<void> {
  await app.people.log.enter({
    ...{ at: app.deps.clock.now(), act: 'change', account: null, name: operator, address: '', about },
    ...{ school, path: 'users', classId: null, pupil: null, document: login },
  })
}

export function grantText({ role, school, person }: Grant): string {
  const whose = person === null ? '' : `, учитель № ${person}`
  return `${roleWords[role]}, ${school === null ? 'все школы' : `школа ${school}`}${whose}`
}

export function madePasswordText(password: string): string {
  return `Временный пароль: ${password}\nПередайте его лично; при первом входе программа попросит придумать свой.`
}
