import { Command } from 'commander'
import { type App, effectiveSchool, hourIsQuiet, type School } from '../../app.js'
import { filesOpenToOthers } from '../../config/index.js'
import { BridgeError, describeError, type ExitCode, exitCodes } from '../../errors.js'
import { paceText } from '../../pace/index.js'
import { editionOn } from '../../regulation/index.js'
import { describeGaps, passportGaps } from '../../report/index.js'
import { missedWords } from '../../runs/index.js'
import { archiveStanding } from '../archive-standing.js'
import { calibrationText, homeworkText, stampsText } from '../calibration-text.js'
import { type CommandContext, type CommonOptions, outputOf, withApp, withCommon } from '../context.js'
import { copyHealth, noCopiesText } from '../copy-findings.js'
import { driftText } from '../drift-text.js'
import { quarantineText } from '../quarantine-text.js'
import { separationText } from '../separation-text.js'
import { tokenStatus } from './auth-status.js'

interface Finding {
  readonly check: string
  readonly ok: boolean
  /** Allowed, but hardly what is wanted. */
  readonly attention?: true
  readonly message: string
  readonly exit: ExitCode
}

/** What a check says when nothing is wrong. */
type Told = string | Pick<Finding, 'message' | 'attention'>

async function attempt(check: string, work: () => Promise<Told>): Promise<Finding> {
  try {
    const told = await work()
    return { check, ok: true, ...(typeof told === 'string' ? { message: told } : told), exit: exitCodes.done }
  } catch (error) {
    const known = error instanceof BridgeError ? error : null
    const hint = known?.hint ? ` — ${known.hint}` : ''
    return {
      check,
      ok: false,
      message: `${(known?.message ?? describeError(error)).replace(/\.$/, '')}${hint}`,
      exit: known?.exit ?? exitCodes.failed,
    }
  }
}

/** `+3:00` of the platform against the school's zone, as of now. */
function offsetWarning(timeZone: string, platformOffset: string | null, now: number): string {
  if (platformOffset === null) return ''
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(now)
  const own = parts.find(part => part.type === 'timeZoneName')?.value.replace('GMT', '') || '+00:00'
  const minutes = (text: string) => {
    const match = /^([+-]?)(\d{1,2}):?(\d{2})?/.exec(text)
    return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0)) : null
  }
  return minutes(own) === minutes(platformOffset)
    ? ''
    : `; внимание: у владельца токена пояс ${platformOffset}, в настройках ${timeZone} (${own})`
}

async function stampsInForce(app: App, school: School): Promise<string> {
  const { stamps } = (await effectiveSchool(app.deps, school.id)).regulation
  const { stamps: proven, 'stamp-edit': edit } = await app.deps.calibrations.newest(school.id)
  const tests = [proven, edit].flatMap(test => (test ? [calibrationText(test)] : []))
  const told = tests.length > 0 ? `; ${tests.join('; ')}` : '; проверки: calibrate stamps'
  if (stamps === 'uncalibrated') {
    return `пока отметка времени может доказать только, что срок соблюдён${told}`
  }
  const source = school.regulation.stamps === 'uncalibrated' ? 'по проверке' : 'настройка'
  return `${stampsText(stamps)} (${source})${told}`
}

async function homeworkInForce(app: App, school: School): Promise<string> {
  const { regulation } = await effectiveSchool(app.deps, school.id)
  const { calendar } = await app.deps.calendar(school)
  const today = calendar.dateOf(app.deps.clock.now())
  const { lesson } = editionOn(regulation, today).rules['2.6-homework-in-time']
  const proven = (await app.deps.calibrations.newest(school.id))['homework-lesson']
  return `${homeworkText(lesson)}; ${proven ? calibrationText(proven) : 'проверка: calibrate homework'}`
}

/** An inspector asks by which order the regulation is in force. */
async function passportInForce(app: App, school: School): Promise<Told> {
  const { calendar } = await app.deps.calendar(school)
  const edition = editionOn(school.regulation, calendar.dateOf(app.deps.clock.now()))
  const lacking = passportGaps(edition)
  if (lacking === null) return `редакция № ${edition.number}: заполнен`
  return { message: `редакция № ${edition.number}: ${lacking}`, attention: true }
}

/** Without bells nobody knows when lessons end, so no homework can be judged. */
async function bellsKnown(app: App, school: School): Promise<Told> {
  const { facts } = await app.deps.calendar(school)
  const { classes } = await app.deps.mirror.directory(school.id)
  if (classes.length === 0) return 'классы ещё не прочитаны'
  const silent = classes.filter(({ id }) => (facts.bells[id] ?? []).length === 0).map(({ name }) => name)
  if (silent.length === 0) return 'есть у всех классов'
  const whose = silent.length === classes.length ? 'ни у одного класса' : silent.join(', ')
  const message = `нет: ${whose}; внесите их на платформе, без них сроки домашних заданий не определить`
  return { message, attention: true }
}

const dayMs = 86_400_000
const seriousSkewMs = 60_000

async function clockSkew(app: App, school: School): Promise<string> {
  const skew = await app.deps.mirror.clockSkew(school.id, app.deps.clock.now() - dayMs)
  if (skew === null) return 'за сутки не измерялись'
  const seconds = Math.round(skew.medianMs / 1000)
  const text = `часы платформы минус наши: ${seconds} с (медиана за сутки, чтений ${skew.looks})`
  return Math.abs(skew.medianMs) <= seriousSkewMs
    ? text
    : `${text}; внимание: проверьте часы этого компьютера (NTP), отметки времени платформы могут не учитываться`
}

async function recentCoverage(app: App, school: School): Promise<string> {
  const { mirror, clock } = app.deps
  if ((await mirror.newestLook(school.id)) === null) return 'ещё не читали'
  const { calendar } = await app.deps.calendar(school)
  const to = calendar.dateOf(clock.now())
  const coverage = await mirror.coverage({ school: school.id, from: calendar.addDays(to, -14), to })
  const { gaps, windows, complete } = describeGaps(coverage, await mirror.directory(school.id))
  // Days before the installation were never read and aren't a fault of today.
  const failed = coverage.gaps.filter(gap => gap.state === 'failed')
  if (failed.length === 0) return `прочитано ${complete} из ${windows} окон`
  const [first] = failed
  throw new BridgeError(first?.errorCode ?? 'DNEVNIK_UNEXPECTED', { message: gaps.join('; ') })
}

const charge = { purpose: 'doctor', urgent: true }

/** Asked after the platform was: a school's check may just have found out that an outage is over. */
async function paceFinding(app: App): Promise<Finding> {
  return attempt('запросы к платформе', async () => {
    const standing = await app.pace.standing(new URL(app.config.platform.url).origin)
    const message = paceText(standing)
    if (!standing?.outage && standing?.quietForMs == null) return message
    throw new BridgeError(standing.outage ? 'DNEVNIK_DOWN' : 'DNEVNIK_RATE_LIMITED', { message })
  })
}

/** A week of the plan: what was missed, and why. Only what was missed last is a fault of today. */
async function plannedReadings(app: App, school: School): Promise<string> {
  const { clock, mirror, plan } = app.deps
  const { calendar } = await app.deps.calendar(school)
  const now = clock.now()
  const to = calendar.dateOf(now)
  const planned = await plan.looks({ school: school.id, from: calendar.addDays(to, -6), to }, now)
  if (planned.length === 0) return 'плана ещё нет: его составляет start'
  // On the day of the installation nobody could take the looks before it.
  const { oldestLook } = await mirror.stats(school.id)
  const looks = planned.filter(look => look.at >= (oldestLook ?? now))
  const missed = looks.filter(look => look.state === 'missed')
  const ahead = looks.filter(look => look.state === 'planned').length
  const reasons = [...new Set(missed.flatMap(look => look.reason ?? []))].map(missedWords)
  const told = missed.length === 0 ? '' : ` (${reasons.join('; ')}); по дням: команда plan`
  const summary = `за неделю состоялось ${looks.length - missed.length - ahead}, пропущено ${missed.length}${told}; впереди ${ahead}`
  if (looks.filter(look => look.at <= now).at(-1)?.state !== 'missed') return summary
  throw new BridgeError('LOOK_MISSED', {
    message: `последнее чтение по плану пропущено; ${summary}`,
    hint: 'Работает ли start? Если причина в запросах, увеличьте schedule.requestsADay',
  })
}

async function schoolFindings(app: App, signal: AbortSignal): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const school of app.schools) {
    findings.push(
      await attempt(`школа ${school.id}`, async () => {
        const seen = await app.deps.source.visibleSchool(school.id, signal, charge)
        return `видна${seen.name ? `: ${seen.name}` : ''}${offsetWarning(school.timeZone, await app.deps.source.utcOffset(signal, charge), app.deps.clock.now())}`
      }),
      await attempt(`журнал школы ${school.id}`, async () => {
        const newest = await app.deps.mirror.newestLook(school.id)
        const { calendar } = await app.deps.calendar(school)
        if (newest === null) return 'ещё не читали; выполните sync или start'
        const directory = await app.deps.mirror.directory(school.id)
        const order = new Intl.Collator('ru', { numeric: true })
        const classes = directory.classes
          .map(({ id, name }) => `${name} (${id})`)
          .sort((a, b) => order.compare(a, b))
        return `последнее чтение ${calendar.format(newest)}; классы: ${classes.join(', ') || 'ни одного'}`
      }),
      await attempt(`звонки (школа ${school.id})`, () => bellsKnown(app, school)),
      await attempt(`часы (школа ${school.id})`, () => clockSkew(app, school)),
      await attempt(`план чтений школы ${school.id}`, () => plannedReadings(app, school)),
      await attempt(`охват школы ${school.id} за две недели`, () => recentCoverage(app, school)),
      await attempt(`ответы платформы (школа ${school.id})`, async () =>
        driftText(await app.deps.mirror.drift(school.id)),
      ),
      await attempt(`карантин (школа ${school.id})`, () => unreadElements(app, school)),
      await attempt(`отметки времени платформы (школа ${school.id})`, () => stampsInForce(app, school)),
      await attempt(`паспорт регламента (школа ${school.id})`, () => passportInForce(app, school)),
      await attempt(`урок домашнего задания (школа ${school.id})`, () => homeworkInForce(app, school)),
    )
  }
  return findings
}

/** What couldn't be read keeps verdicts open: somebody should know. */
async function unreadElements(app: App, school: School): Promise<Told> {
  const windows = await app.deps.mirror.quarantine(school.id)
  const message = quarantineText(windows)
  return windows.length === 0 ? message : { message, attention: true }
}

/** The token is no better kept than its key, nor the archive than its own. */
async function exposureWarning({ folder }: App): Promise<string> {
  const files = await filesOpenToOthers(folder)
  if (files.length === 0) return ''
  return `; внимание: ключи и токен могут читать другие пользователи — chmod 600 ${files.join(' ')}`
}

/** Asked before the schools: a token that lives again ends the pause that would hide them. */
async function tokenHealth(app: App, signal: AbortSignal): Promise<string> {
  const { facts, error, text } = await tokenStatus(app, signal)
  if (error !== null) throw error
  if (facts.alive === true) return `${text}${await exposureWarning(app)}`
  throw new BridgeError('DNEVNIK_TOKEN_DEAD', { message: text })
}

/** Nobody to tell is allowed, but shall be known. */
async function mailReaders({ deps }: App): Promise<Told> {
  if (deps.administrators.length > 0)
    return `об отказе токена, повреждении архива и о копиях сообщается: ${deps.administrators.map(({ address }) => address).join(', ')}`
  const message =
    'никому: если токен перестанет действовать или копия не будет сделана, письма не будет; задайте mail.adminTo'
  return { message, attention: true }
}

/** Only where it is wrong: then nobody hears of anything. */
async function hourOfLetters({ deps }: App): Promise<Finding[]> {
  if (!hourIsQuiet(deps)) return []
  const message = `ни одно не уйдёт: их час (schedule.digestAt, ${deps.digestAt}) приходится на тихие часы (mail.quietFrom, mail.quietTo: ${deps.quietHours.from}–${deps.quietHours.to})`
  return [await attempt('час писем', async () => ({ message, attention: true }))]
}

async function copyFindings(app: App): Promise<Finding[]> {
  const { copies } = app.deps.copySettings
  if (copies.length === 0)
    return [await attempt('резервные копии', async () => ({ message: noCopiesText, attention: true }))]
  const findings: Finding[] = []
  for (const copy of copies)
    findings.push(await attempt(`резервная копия ${copy.folder}`, () => copyHealth(app, copy)))
  return findings
}

async function schoolsApart({ database }: App): Promise<Told> {
  const separation = await database.separate()
  const message = separationText[separation]
  return separation === 'rows' ? message : { message, attention: true }
}

/** Only where the settings name one: without it people log in by password. */
async function openIdFinding({ openId }: App): Promise<Finding[]> {
  if (openId === null) return []
  return [await attempt('вход через организацию', () => openId.probe().then(() => 'отвечает'))]
}

/** Only where the settings make it somebody's duty. */
async function codeFinding({ people, config }: App): Promise<Finding[]> {
  if (config.web.secondFactorRoles.length === 0) return []
  const check = async (): Promise<Told> => {
    const lacking = (await people.accounts.list()).filter(people.lacksCode).map(({ login }) => login)
    if (lacking.length === 0) return 'есть у всех, чей это долг'
    const message = `нет у тех, чей это долг: ${lacking.join(', ')}; им откроется только его включение`
    return { message, attention: true }
  }
  return [await attempt('код из телефона', check)]
}

function labelOf({ ok, attention }: Finding): string {
  if (!ok) return 'БЕДА     '
  return attention ? 'внимание ' : 'в порядке'
}

export function doctorCommand(context: CommandContext): Command {
  return withCommon(new Command('doctor'))
    .summary('проверить установку')
    .description(
      'Проверяет настройки, базу, очередь, токен, школу и архив. Завершение: код первой найденной беды.',
    )
    .addHelpText('after', '\nПример:\n  dnevnik-bridge doctor --data /srv/dnevnik')
    .action(async (options: CommonOptions) => {
      const out = outputOf(context, options)
      const findings: Finding[] = []
      const add = (finding: Finding) => {
        findings.push(finding)
        const { exit: _, ...shown } = finding
        out.result(shown, `${labelOf(finding)}  ${finding.check}: ${finding.message}`)
      }
      const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
      const fits = major > 20 || (major === 20 && minor >= 19)
      add({
        check: 'Node.js',
        ok: fits,
        message: fits ? process.versions.node : `${process.versions.node}; нужна версия 20.19 или новее`,
        exit: fits ? exitCodes.done : exitCodes.usage,
      })
      const opened = await attempt('настройки и база данных', () =>
        withApp(context, options, async app => {
          const where = context.environment.DATABASE_URL ? 'база по DATABASE_URL' : 'встроенная база'
          add({
            check: 'настройки и база данных',
            ok: true,
            message: `${app.folder.config}; ${where}`,
            exit: 0,
          })
          add(
            await attempt('очередь', async () => {
              const queue = await app.sharedQueue()
              await queue.counts()
              return queue.kind === 'redis' ? 'Redis по REDIS_URL' : 'в той же базе'
            }),
          )
          add(await attempt('токен', () => tokenHealth(app, context.signal)))
          for (const finding of await openIdFinding(app)) add(finding)
          for (const finding of await codeFinding(app)) add(finding)
          add(await attempt('страницы школ разделены', () => schoolsApart(app)))
          add(await attempt('письма администратору', () => mailReaders(app)))
          for (const finding of await hourOfLetters(app)) add(finding)
          add(await attempt('архив', () => archiveStanding(app)))
          for (const finding of await copyFindings(app)) add(finding)
          for (const finding of await schoolFindings(app, context.signal)) add(finding)
          add(await paceFinding(app))
          return ''
        }),
      )
      if (!opened.ok) add(opened)
      context.exitCode = findings.find(finding => !finding.ok)?.exit ?? exitCodes.done
    })
}
