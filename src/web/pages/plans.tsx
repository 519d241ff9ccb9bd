import { russianDate, russianDateTime } from '../../calendar/index.js'
import type { Id } from '../../journal/index.js'
import { type Correction, planSizeText, yearText } from '../../report/index.js'
import { addresses } from '../addresses.js'
import type { NamedPlan, PlanBoard, ShownPlan } from '../deps/plans.js'
import { shortName } from '../short.js'
import { PlanChanges, PlanTopics } from './plan-topics.js'

/** Calendar-thematic plans: what stands and what is missing, one plan with its versions, «лист коррекции». */

interface ListProps {
  readonly school: Id
  readonly year: number
  readonly board: PlanBoard
  /** Not where only one's own plans are shown. */
  readonly showMissing: boolean
  readonly mayChange: boolean
  /** Numbers that have just been entered. */
  readonly entered: readonly string[]
}

export function PlanList({ school, year, board, showMissing, mayChange, entered }: ListProps) {
  const { plans, missing } = board
  const standing = plans.filter(plan => plan.standing.length > 0)
  return (
    <>
      <h1>Тематические планы, {yearText(year)}</h1>
      <nav class="pages" aria-label="Учебный год">
        <a href={addresses.plans(school, year - 1)}>{yearText(year - 1)}</a>{' '}
        <a href={addresses.plans(school, year + 1)}>{yearText(year + 1)}</a>
      </nav>
      {entered.length > 0 && (
        <p class="note" role="status">
          Записано: план № {entered.join(', № ')}.
        </p>
      )}
      {mayChange && (
        <p>
          <a class="button" href={addresses.newPlan(school)}>
            Внести план из файла
          </a>
        </p>
      )}
      {standing.length === 0 && <p>Планов на этот учебный год нет.</p>}
      {byClass(standing).map(([className, own]) => (
        <section key={className}>
          <h2>{shortName(className)}</h2>
          <ul>
            {own.map(plan => (
              <li key={plan.number}>
                <a href={addresses.plan(school, plan.number)}>
                  № {plan.number}: {shortName(plan.title)}
                </a>
                <small class="line">{newestWords(plan)}</small>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {showMissing && <Missing school={school} missing={missing} mayChange={mayChange} />}
    </>
  )
}

function Missing({
  school,
  missing,
  mayChange,
}: Pick<ListProps, 'school' | 'mayChange'> & Pick<PlanBoard, 'missing'>) {
  if (missing.length === 0) return <p>План есть у каждого предмета каждого класса.</p>
  return (
    <>
      <h2 id="missing">Без плана: {missing.length}</h2>
      <p>Предметы классов по списку платформы. Темы таких уроков не с чем сверять.</p>
      <dl class="index">
        {byClass(missing).map(([className, own]) => (
          <div key={className}>
            <dt>{shortName(className)}</dt>
            <dd>
              {own.map(({ classId, subjectId, subjectName }, index) => (
                <span key={subjectId}>
                  {index > 0 && ', '}
                  {mayChange ? (
                    <a href={addresses.newPlan(school, { class: classId, subject: subjectId })}>
                      {shortName(subjectName)}
                    </a>
                  ) : (
                    shortName(subjectName)
                  )}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function byClass<Item extends { readonly className: string }>(items: readonly Item[]): [string, Item[]][] {
  const found = new Map<string, Item[]>()
  for (const item of items) found.set(item.className, [...(found.get(item.className) ?? []), item])
  return [...found]
}

function newestWords({ versions, standing }: NamedPlan): string {
  const newest = versions.findLast(({ version }) => standing.includes(version))
  if (!newest?.content) return ''
  const { rows, from } = newest.content
  return `версия ${newest.version}, действует с ${russianDate(from)}: ${planSizeText(rows)}`
}

interface PlanProps {
  readonly school: Id
  readonly timeZone: string
  readonly shown: ShownPlan
  readonly mayChange: boolean
}

export function PlanPage({ school, timeZone, shown, mayChange }: PlanProps) {
  const { plan, sheet } = shown
  const stands = plan.standing.length > 0
  return (
    <>
      <h1>
        План № {plan.number}: {shortName(plan.title)}
      </h1>
      {!stands && <p class="note">План отозван: темы по нему не сверяются.</p>}
      {mayChange && stands && (
        <p class="actions">
          <a class="button" href={addresses.newPlan(school, scopeOf(plan))}>
            Внести новую версию
          </a>{' '}
          <a href={addresses.withdrawPlan(school, plan.number)}>Отозвать</a>
        </p>
      )}
      <h2>Версии</h2>
      <ul class="decisions">
        {plan.versions.toReversed().map(({ version, content, why, author, enteredAt }) => (
          <li key={version} class={plan.standing.includes(version) ? undefined : 'gone'}>
            <b>Версия {version}</b>
            {content === null
              ? ' — план отозван'
              : `, действует с ${russianDate(content.from)}: ${planSizeText(content.rows)}, файл «${shortName(content.file.name)}»`}
            <small class="line">
              {author}, {russianDateTime(enteredAt, timeZone)}
              {why !== null && `; ${why}`}
            </small>
            {content !== null && <VersionLinks school={school} plan={plan} version={version} />}
          </li>
        ))}
      </ul>
      <h2>
        Темы версии {sheet.version}: {planSizeText(sheet.rows)}
      </h2>
      <PlanTopics rows={sheet.rows} />
    </>
  )
}

function VersionLinks({ school, plan, version }: { school: Id; plan: NamedPlan; version: number }) {
  const { number, standing } = plan
  return (
    <p class="actions">
      <a href={addresses.plan(school, number, version)}>Темы</a>{' '}
      <a href={addresses.planFile(school, number, version)}>Таблица XLSX</a>{' '}
      {standing.indexOf(version) > 0 && (
        <a href={addresses.planCorrection(school, number, version)}>Лист коррекции</a>
      )}
    </p>
  )
}

function scopeOf({ studyYear, classId, subjectId, groupId, teacherId }: NamedPlan) {
  return {
    ...{ class: classId, subject: subjectId, year: `${studyYear}` },
    ...(groupId !== null && { subgroup: groupId }),
    ...(teacherId !== null && { teacher: teacherId }),
  }
}

export function CorrectionPage({ school, correction }: { school: Id; correction: Correction }) {
  const { number, version, before, className, subjectName, studyYear, from, hours, why, author } = correction
  return (
    <>
      <h1>Лист коррекции</h1>
      <p>
        <a href={addresses.plan(school, number)}>План № {number}</a>: {shortName(className)},{' '}
        {shortName(subjectName)}, {studyYear}. Версия {version} вместо версии {before}, действует с{' '}
        {russianDate(from)}.
      </p>
      <p>
        Внёс: {author}, {russianDateTime(correction.enteredAt, correction.timeZone)}. Причина:{' '}
        {why ?? 'не названа'}. Часов: было {String(hours.before).replace('.', ',')}, стало{' '}
        {String(hours.after).replace('.', ',')}.
      </p>
      <p>
        <a class="button" href={addresses.planCorrectionFile(school, number, version)}>
          Таблица XLSX
        </a>
      </p>
      {correction.changes.length === 0 ? (
        <p>Темы, часы и даты те же.</p>
      ) : (
        <PlanChanges changes={correction.changes} />
      )}
    </>
  )
}
