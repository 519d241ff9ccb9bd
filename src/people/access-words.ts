import type { AccessEntry, Act } from './access-log.js'
import { roleWords } from './grants.js'
import { type Permission, type Role, roles } from './viewer.js'

/** The log of access as people read it; of a person's name nobody can tell the gender that a verb would need. */

export const actWords: Readonly<Record<Act, string>> = {
  look: 'просмотр',
  export: 'выгрузка',
  'log-in': 'удалось',
  'refused-log-in': 'отказано',
  change: 'изменение',
}

const permissionWords: Readonly<Record<Permission, string>> = {
  'see-findings': 'что найдено в журнале',
  'see-journal': 'журнал класса',
  'see-sheets': 'сводная ведомость',
  'see-archive': 'список архива',
  'read-archive': 'документ архива',
  'see-sync': 'чтения журнала',
  resync: 'перечитывание журнала',
  'see-decisions': 'решения и записи школы',
  decide: 'решение или запись школы',
  acquaint: 'ознакомление с журналом класса',
  control: 'справка по итогам проверки или напоминание',
  'see-plans': 'тематический план',
  'change-plans': 'тематический план',
  reply: 'ответ на вердикт',
  'see-settings': 'настройки',
  'change-settings': 'настройки',
  'see-digests': 'письма до отправки',
  'see-program-letter': 'письмо о программе',
  'see-office-letter': 'письмо по всем школам',
  'see-overview': 'обзор школ',
  'manage-people': 'учётные записи',
  'see-access-log': 'кто что смотрел',
  'operate-queues': 'очереди',
}

const changeWords: Readonly<Record<string, string>> = {
  'log-in': 'вход',
  password: 'свой пароль',
  'second-factor-on': 'код из телефона включён',
  'second-factor-off': 'код из телефона отключён',
  'second-factor-reset': 'код из телефона снят администратором',
  'password-reset': 'выдан временный пароль',
  'account-added': 'учётная запись создана',
  subject: 'связь с входом через организацию',
  'sessions-ended': 'сеансы закончены',
  locked: 'учётная запись закрыта',
  unlocked: 'учётная запись открыта',
}

export function aboutWords(about: string): string {
  const [verb, role] = about.split(' ')
  if ((verb === 'granted' || verb === 'revoked') && isRole(role))
    return `${verb === 'granted' ? 'дана' : 'забрана'} роль «${roleWords[role]}»`
  return isPermission(about) ? permissionWords[about] : (changeWords[about] ?? about)
}

/** Of a look what was looked at comes last, of a log-in how it ended. */
export function entryWords({ act, about }: Pick<AccessEntry, 'act' | 'about'>): string {
  const isLogIn = act === 'log-in' || act === 'refused-log-in'
  const words = [actWords[act], aboutWords(about)]
  return (isLogIn ? words.reverse() : words).join(': ')
}

const isRole = (text: string | undefined): text is Role => roles.some(role => role === text)
const isPermission = (text: string): text is Permission => text in permissionWords
