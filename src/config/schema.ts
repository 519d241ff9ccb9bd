import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { isTimeZone } from '../calendar/index.js'
import { federalCurriculum } from './curriculum.js'

/**
 * The one schema of `bridge.yaml`. Every key has a description (Russian: it becomes the comment in
 * `config/example.yaml`) and, where one is safe, a default. Unknown keys are errors. Secrets are not here: they
 * come from the environment or from files (`secrets.ts`).
 */

const Id = z
  .union([z.string(), z.number().int().safe()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,19}$/, 'нужен номер из цифр (длинные номера берите в кавычки)'))

const Day = z.iso.date('нужна дата ГГГГ-ММ-ДД')

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'нужно время ЧЧ:ММ')

const Recipient = z.strictObject({
  address: z.email().meta({ description: 'Адрес электронной почты', example: 'it@school.example' }),
  name: z.string().optional().describe('Имя получателя, для приветствия'),
})

const DigestRecipient = Recipient.extend({
  xlsx: z.boolean().default(false).describe('Прикладывать к сводке отчёт таблицей'),
})

const TeacherLetters = z.strictObject({
  person: Id.meta({ description: 'Номер учителя на платформе', example: '1000012345678' }),
  address: z.email().meta({ description: 'Адрес электронной почты', example: 'petrova@school.example' }),
  letters: z
    .array(z.enum(['class', 'owed']))
    .min(1)
    .default(['class'])
    .describe(
      'Какие письма: class — раз в неделю о своём классе, тому, кто на платформе его классный руководитель; owed — что ещё записать в журнал по своим урокам и до какого срока',
    ),
})

const Copy = z.strictObject({
  folder: z.string().refine(isAbsolute, 'нужен полный путь к папке').meta({
    description:
      'Папка на другом диске; в ней будут archive (копия архива) и database (копии базы); подключать диск — дело системы',
    example: '/media/copy/dnevnik',
  }),
  place: z.string().default('').meta({
    description: 'Где она лежит, словами и без имён: навсегда остаётся в журнале архива',
    example: 'внешний диск, сейф директора',
  }),
  every: z
    .enum(['night', 'week'])
    .default('night')
    .describe('Когда: night — каждую ночь после проверки архива, week — в ночь на воскресенье'),
  sameDisk: z
    .boolean()
    .default(false)
    .describe('Согласиться на диск самого архива: от его поломки такая копия не спасёт'),
  recipients: z
    .array(
      z
        .string()
        .regex(/^age1[02-9ac-hj-np-z]{58}$/, 'нужен открытый ключ age: age1… из 62 знаков')
        .meta({
          description: 'Открытый ключ age',
          example: 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p',
        }),
    )
    .default([])
    .describe(
      'Для хранения вне школы: зашифровать копию для этих открытых ключей age; закрытых здесь быть не должно (archive identity)',
    ),
})

const days = (what: string) =>
  z.number().int().min(1).max(7).default(7).describe(`Дней в одном запросе: ${what}`)
const ids = (what: string) =>
  z.number().int().min(1).max(500).default(100).describe(`Номеров в одном запросе: ${what}`)

const RequestSizes = z.strictObject({
  lessonsDays: days('уроки'),
  marksDays: days('отметки'),
  attendanceDays: days('посещаемость'),
  attendanceLessons: ids('посещаемость по урокам'),
  works: ids('работы'),
  homework: ids('домашние задания'),
})

/** Those of journals and sheets stand in the regulation: rule `3-terms-end`. */
const ReportYears = z
  .int()
  .min(5, 'не меньше 5')
  .max(1000)
  .default(5)
  .describe(
    'Сколько лет хранить отчёты о ведении журнала, не меньше 5: с 1 января после года, в котором кончился учебный год; сроки журналов и ведомостей — в регламенте, правило 3-terms-end',
  )

const blank = (what: string) => z.string().trim().default('').describe(what)

const official = (post: string, who: string) =>
  z
    .strictObject({
      post: z.string().trim().min(1).default(post).describe('Должность, как она стоит в документах'),
      name: blank('И. О. Фамилия; без неё в документах линейка'),
    })
    .prefault({})
    .describe(who)

/** What stands on the papers of the yearly print kit; whatever isn't named is filled in by hand. */
const Printing = z.strictObject({
  book: z
    .enum(['class', 'year'])
    .default('class')
    .describe(
      'Как шить годовые ведомости: class — каждый класс отдельным делом, year — все классы в одно дело',
    ),
  bothSides: z.boolean().default(false).describe('Печать с двух сторон листа: две страницы — один лист'),
  town: blank('Населённый пункт для акта и приказа, например: г. Энск'),
  head: official('Директор', 'Кто подписывает и утверждает'),
  deputy: official('Заместитель директора по УВР', 'Кто отвечает за печать и сдаёт ведомости'),
  archivist: official('Ответственный за архив', 'Кто принимает ведомости на хранение'),
  caseIndex: blank('Индекс дела по номенклатуре дел школы, например: 02-15'),
  article: blank('Статья перечня, по которой хранятся сводные ведомости'),
  subjects: z
    .array(z.string().trim().min(1, 'нужно начало названия предмета'))
    .default([...federalCurriculum])
    .describe(
      'В каком порядке стоят предметы в сводной ведомости: начала названий, как в учебном плане; неназванные — после них, по алфавиту',
    ),
  yo: z
    .enum(['as-e', 'after-e'])
    .default('as-e')
    .describe('Где в ведомости и журнале фамилии на «Ё»: as-e — среди фамилий на «Е», after-e — после них'),
  paper: z
    .enum(['A4', 'A3'])
    .default('A4')
    .describe('Бумага сводной ведомости: на A3 помещаются все предметы рядом и вдвое больше обучающихся'),
  markSystem: z
    .string()
    .trim()
    .min(1, 'нужно название системы отметок')
    .default('пятибалльная')
    .describe('Система отметок, как она названа в сводной ведомости'),
  profiles: z
    .record(z.string().trim().min(1), z.string().trim().min(1, 'нужно название профиля'))
    .default({})
    .describe('Профили классов для сводной ведомости, по названию класса, например: {10А: технологический}'),
  examGrades: z
    .array(z.int('нужен номер класса от 1 до 11').min(1, 'не меньше 1').max(11, 'не больше 11'))
    .default([9, 11])
    .describe(
      'В каких классах (1–11) в годовой сводной ведомости есть строки «Экзаменационная» и «Итоговая»: их отметки читаются после конца последнего периода до 31 августа',
    ),
})

/** Roles of accounts by their names; `people/` gives them their meaning. */
export const roleNames = [
  'administrator',
  'deputy',
  'class-teacher',
  'subject-teacher',
  'auditor',
  'office',
] as const

/** `regulation` is the schema that the rules give themselves: `regulation/` knows the rules, `config/` doesn't. */
export function bridgeConfigSchema<Regulation extends z.ZodType>(regulation: Regulation) {
  const School = z
    .strictObject({
      id: Id.meta({ description: 'Номер школы на платформе', example: '1000004956244' }),
      name: z.string().optional().meta({
        description: 'Полное наименование школы для отчётов и печатных форм',
        example: 'МБОУ «Школа № 17»',
      }),
      timeZone: z
        .string()
        .refine(
          isTimeZone,
          'нет такого часового пояса; примеры: Europe/Moscow, Asia/Yekaterinburg, Asia/Kamchatka',
        )
        .meta({
          description: 'Часовой пояс школы, например Europe/Moscow или Asia/Kamchatka',
          example: 'Europe/Moscow',
        }),
      week: z
        .union([z.literal(5), z.literal(6)])
        .default(5)
        .describe('Учебных дней в неделе: 5 или 6'),
      daysOff: z
        .array(Day)
        .default([])
        .describe(
          'Нерабочие праздничные дни региона, которых нет в производственном календаре страны, ГГГГ-ММ-ДД; каникулы читаются с платформы',
        ),
      workedDays: z
        .array(Day)
        .default([])
        .describe(
          'Дни, в которые школа работает, хотя по производственному календарю они выходные: учебные субботы',
        ),
      digestTo: z.array(DigestRecipient).default([]).describe('Кому отправлять сводку завуча'),
      teachers: z
        .array(TeacherLetters)
        .default([])
        .describe(
          'Учителя, которым отправлять письма; от них каждый может отказаться сам, по ссылке в письме',
        ),
      printing: Printing.prefault({}).describe('Комплект печати годовых ведомостей: print-kit'),
      regulation: regulation.describe('Настройки регламента; пропущенное берётся по умолчанию'),
    })
    .superRefine(({ daysOff, workedDays }, context) => {
      for (const [index, day] of workedDays.entries()) {
        if (!daysOff.includes(day)) continue
        const message = `${day} названо и выходным (daysOff), и рабочим: оставьте что-то одно`
        context.addIssue({ code: 'custom', message, path: ['workedDays', index] })
      }
    })
  return z.strictObject({
    version: z.literal(1).describe('Версия формата этого файла'),
    platform: z.strictObject({
      url: z
        .url({ protocol: /^https?$/ })
        .default('https://api.dnevnik.ru')
        .describe('Адрес API, при необходимости с путём'),
      timeoutSeconds: z.number().min(1).max(300).default(30).describe('Сколько ждать ответа, секунд'),
      requestsPerSecond: z.number().min(0.1).max(1000).default(10).describe('Не больше запросов в секунду'),
      requestsAtOnce: z.number().int().min(1).max(10).default(4).describe('Не больше запросов одновременно'),
      attempts: z
        .number()
        .int()
        .min(1)
        .max(10)
        .default(4)
        .describe('Попыток на один запрос, если повтор может помочь'),
      login: z
        .strictObject({
          url: z
            .url({ protocol: /^https?$/ })
            .optional()
            .meta({
              description: 'Адрес страницы входа; для api.dnevnik.ru известен сам, для других серверов нужен',
              example: 'https://login.dnevnik.ru',
            }),
          clientId: z
            .string()
            .regex(/^[\x21-\x7e]{1,100}$/, 'нужен client_id из латинских букв, цифр и знаков, без пробелов')
            .optional()
            .meta({
              description:
                'client_id программы, выданный платформой; секрет — только в DNEVNIK_CLIENT_SECRET',
              example: '00000000-0000-0000-0000-000000000000',
            }),
          scopes: z
            .array(z.string().regex(/^\w+$/, 'нужно название права латиницей, например EducationalInfo'))
            .min(1)
            .default(['CommonInfo', 'EducationalInfo', 'FriendsAndRelatives'])
            .describe('Какие права просить при входе (auth login)'),
        })
        .prefault({})
        .describe('Вход через браузер: auth login'),
      requestSizes: RequestSizes.prefault({}).describe(
        'Сколько просить за один запрос; где платформа отказывает, размер сам уменьшается вдвое',
      ),
    }),
    schools: z.array(School).min(1).describe('Школы, которые обслуживает эта установка'),
    schedule: z
      .strictObject({
        nightAt: TimeOfDay.default('00:20').describe('Ночной обход: последние две недели'),
        digestAt: TimeOfDay.default('07:30').describe('Когда отправлять сводку'),
        plannedLooks: z.boolean().default(true).describe('Читать журнал сразу после каждого срока дня'),
        requestsADay: z
          .number()
          .int()
          .min(1)
          .default(10_000)
          .describe(
            'Не больше запросов по плану на школу в день; на что не хватит, то пропускается и показывается',
          ),
      })
      .prefault({}),
    web: z
      .strictObject({
        host: z
          .string()
          .default('127.0.0.1')
          .describe(
            'Адрес, на котором открыта страница; для всех, кроме этого компьютера, нужны учётные записи: users add',
          ),
        port: z.number().int().min(0).max(65535).default(8420).describe('Порт страницы'),
        publicUrl: z
          .url({ protocol: /^https?$/, error: 'нужен адрес вида https://journal.school.example' })
          .optional()
          .meta({
            description:
              'Адрес, по которому страницу открывают люди, если перед программой стоит сервер с TLS (nginx, Caddy); он же стоит в письмах',
            example: 'https://journal.school.example',
          }),
        trustedProxies: z
          .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]))
          .default([])
          .describe(
            'Адреса серверов перед программой, чьему X-Forwarded-For верить: иначе все посетители — с одного адреса',
          ),
        openId: z
          .strictObject({
            issuer: z.url({ protocol: /^https?$/ }).meta({
              description:
                'Адрес сервера входа (issuer); его /.well-known/openid-configuration должен открываться',
              example: 'https://sso.school.example/realms/school',
            }),
            clientId: z.string().min(1).meta({
              description: 'client_id этой программы там; секрет, если он есть, — в BRIDGE_OPENID_SECRET',
              example: 'dnevnik-bridge',
            }),
            name: z.string().min(1).default('учётную запись организации').describe('«Войти через …»'),
            claim: z
              .string()
              .min(1)
              .default('email')
              .describe('Какое значение из входа называет человека: с ним сравнивается users add --subject'),
            scopes: z
              .array(z.string().regex(/^[\w:.-]+$/))
              .default(['openid', 'email'])
              .describe('Что спрашивать при входе'),
          })
          .optional()
          .describe('Вход через организацию (OpenID Connect); без этого раздела — только имя и пароль'),
        secondFactorRoles: z
          .array(z.enum(roleNames))
          .default([])
          .describe(
            'Чей долг — код из телефона: роли, например [administrator, deputy]; без кода им откроется только его включение. Кто входит через организацию, подтверждает себя там',
          ),
        sessionIdleMinutes: z
          .int()
          .min(5)
          .max(1440)
          .default(60)
          .describe('Через сколько минут без действий нужно войти снова'),
        sessionHours: z
          .int()
          .min(1)
          .max(168)
          .default(12)
          .describe('Через сколько часов после входа нужно войти снова в любом случае'),
        accessLogDays: z
          .int()
          .min(365, 'не меньше 365')
          .max(36_500)
          .default(1096)
          .describe('Сколько дней хранить записи о том, кто что смотрел, не меньше 365'),
      })
      .prefault({}),
    archive: z
      .strictObject({
        reportYears: ReportYears,
        copies: z
          .array(Copy)
          .default([])
          .describe(
            'Копии архива и базы данных, которые делаются сами; без них копий нет. Новую копию начинают командой backup --begin',
          ),
        databaseCopies: z
          .number()
          .int()
          .min(1)
          .max(1000)
          .default(7)
          .describe('Сколько последних копий базы данных хранить в каждой папке'),
        copyMaxAgeDays: z
          .number()
          .int()
          .min(1)
          .default(7)
          .describe('Копия старше стольких дней называется в сводке и в doctor'),
        freeGigabytes: z
          .number()
          .min(0)
          .default(5)
          .describe(
            'Когда на диске остаётся меньше гигабайт, об этом сообщается администратору (mail.adminTo)',
          ),
        timeStamps: z
          .strictObject({
            url: z.url({ protocol: /^https?$/ }).meta({
              description: 'Адрес службы меток времени (RFC 3161); наружу уходит только контрольная сумма',
              example: 'http://tsa.example/tsr',
            }),
            caFile: z.string().refine(isAbsolute, 'нужен полный путь к файлу').meta({
              description: 'Сертификаты удостоверяющего центра этой службы, которым вы доверяете (PEM)',
              example: '/etc/dnevnik-bridge/tsa-ca.pem',
            }),
          })
          .optional()
          .describe(
            'Метки времени для контрольных точек архива: раз в неделю, после проверки всего архива; без этого их нет',
          ),
        trialRestoreOn: z
          .string()
          .regex(/^(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$/, 'нужны месяц и день ММ-ДД, день не позже 28')
          .default('07-01')
          .describe(
            'С какого дня года (ММ-ДД) копия архива восстанавливается на пробу, раз в год, в первую ночь с копией',
          ),
      })
      .prefault({}),
    office: z
      .strictObject({
        name: z.string().default('').meta({
          description: 'Орган управления образованием, для заголовка',
          example: 'Отдел образования',
        }),
        digestTo: z
          .array(Recipient)
          .default([])
          .describe('Кому раз в неделю отправлять сводку по всем школам'),
      })
      .prefault({})
      .describe('Сводка по всем школам установки, без учителей и учеников'),
    mail: z
      .strictObject({
        quietFrom: TimeOfDay.default('21:00').describe(
          'С какого времени сводки не отправляются (по часам школы)',
        ),
        quietTo: TimeOfDay.default('07:00').describe(
          'До какого времени; что не ушло, будет в следующей сводке. Равные времена — отправлять всегда',
        ),
        from: z.string().default('dnevnik-bridge@localhost').describe('Отправитель писем'),
        adminTo: z
          .array(Recipient)
          .default([])
          .describe(
            'Кому сообщать, что токен перестал действовать, архив повреждён или не читается, копии не делаются, и что всё снова в порядке',
          ),
      })
      .prefault({}),
    log: z
      .strictObject({
        level: z
          .enum(['error', 'warn', 'info', 'debug'])
          .default('info')
          .describe('Подробность журнала программы'),
      })
      .prefault({}),
  })
}
