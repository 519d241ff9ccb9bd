import { russianDateTime } from '../calendar/index.js'
import type { Instant } from '../clock.js'
import { type Letter, messageIdOf, plainLetter, type Recipient } from '../mail.js'
import type { NoticeKind } from './outages.js'

export interface AccessNews {
  readonly kind: NoticeKind
  /** Of the outage; with kind and recipient it makes the Message-ID, the same on a second try. */
  readonly outage: string
  readonly fingerprint: string
  readonly since: Instant
  /** Why there is no token, for people; null where there is one that is dead. */
  readonly problem: string | null
  /** When it was over; of `alive`. */
  readonly until: Instant | null
  readonly timeZone: string
  readonly webUrl: string | null
}

/** What the administrator is told; of the token itself nothing stands in it. */
export function accessLetter(news: AccessNews, to: Recipient, date: Instant): Letter {
  const { subject, lines } = news.kind === 'dead' ? deadNews(news) : aliveNews(news)
  const shown = news.webUrl === null ? lines : [...lines, `Страница программы: ${news.webUrl}`]
  const key = [news.outage, news.fingerprint, news.since, news.kind, to.address]
  return {
    to,
    ...plainLetter(subject, shown),
    messageId: messageIdOf(`access.${news.kind}`, key),
    date,
  }
}

const consequence =
  'Чтение журнала приостановлено. Сроки, которые пройдут за это время, проверить будет нельзя: в отчётах они останутся «не доказано».'
const onceOnly = 'Пока доступа нет, это письмо не повторится; когда чтение возобновится, придёт ещё одно.'

function deadNews({ since, timeZone, problem }: AccessNews) {
  const when = `${russianDateTime(since, timeZone)} (${timeZone})`
  if (problem !== null) {
    return {
      subject: 'Электронный журнал не читается: у программы нет токена платформы',
      lines: [
        `${when} программа не нашла токен платформы. ${problem}.`,
        consequence,
        'Что делать: верните файл токена на место или на компьютере с программой выполните «dnevnik-bridge auth login» и войдите в браузере. Если токен задан в DNEVNIK_TOKEN или DNEVNIK_TOKEN_FILE, задайте его там. Чтение возобновится само.',
        onceOnly,
      ],
    }
  }
  return {
    subject: 'Электронный журнал не читается: нужен новый вход на платформу',
    lines: [
      `${when} платформа перестала принимать токен программы: он истёк или отозван.`,
      consequence,
      'Что делать: на компьютере с программой выполните «dnevnik-bridge auth login» и войдите в браузере. Если токен задан в DNEVNIK_TOKEN, замените его там и перезапустите программу. Чтение возобновится само.',
      onceOnly,
    ],
  }
}

function aliveNews({ since, until, timeZone }: AccessNews) {
  const end = until === null ? '' : ` по ${russianDateTime(until, timeZone)}`
  return {
    subject: 'Электронный журнал снова читается',
    lines: [
      'Платформа снова принимает токен программы, чтение по расписанию возобновлено.',
      `Без доступа: с ${russianDateTime(since, timeZone)}${end} (${timeZone}). Ближайший ночной обход перечитает последние две недели; что осталось непрочитанным в срок, названо в охвате отчётов.`,
    ],
  }
}
