import { BridgeError } from '../errors.js'
import type { Id } from '../journal/index.js'
import { type Grant, type Role, reachOf, type Viewer } from './viewer.js'

/** Roles as they are given to people. */

export const roleWords: Readonly<Record<Role, string>> = {
  administrator: 'администратор программы',
  deputy: 'заместитель директора',
  'class-teacher': 'классный руководитель',
  'subject-teacher': 'учитель-предметник',
  auditor: 'проверяющий',
  office: 'управление образования',
}

/** Who is somebody on the platform, and sees what is theirs there. */
export function needsPerson(role: Role): boolean {
  return role === 'class-teacher' || role === 'subject-teacher'
}

/** @throws BridgeError USAGE */
export function requireWhole({ role, school, person }: Grant): void {
  if (needsPerson(role) && (school === null || person === null)) {
    throw new BridgeError('USAGE', {
      message: `Роль «${roleWords[role]}» даётся в одной школе и одному из её учителей.`,
      hint: 'Назовите школу (--school) и учителя (--person): фамилию, как в списке школы, или номер',
    })
  }
  if (!needsPerson(role) && person !== null) {
    throw new BridgeError('USAGE', {
      message: `У роли «${roleWords[role]}» нет своих классов и уроков.`,
      hint: 'Уберите --person или назовите роль class-teacher либо subject-teacher',
    })
  }
}

/** Whether this viewer may give and take roles there: in one school, or for null in all of them. */
export function mayManage(viewer: Viewer, school: Id | null): boolean {
  return reachOf(viewer, 'manage-people', school) !== null
}

/** Whether all that an account may do lies where this viewer manages people. */
export function mayManageAccount(viewer: Viewer, grants: readonly Grant[]): boolean {
  return grants.length === 0
    ? mayManage(viewer, null)
    : grants.every(({ school }) => mayManage(viewer, school))
}
