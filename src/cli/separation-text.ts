import type { Separation } from '../database/index.js'

/** Whether the database keeps schools apart too, for `doctor` and the log. */
export const separationText: Readonly<Record<Separation, string>> = {
  rows: 'и программой, и базой (политики строк)',
  code: 'только программой: пользователю базы нельзя создать роль dnevnik_bridge_pages; её может создать администратор базы: create role dnevnik_bridge_pages nologin; grant dnevnik_bridge_pages to ПОЛЬЗОВАТЕЛЬ_ПРОГРАММЫ',
}
