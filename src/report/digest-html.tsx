import { russianDateTime } from '../calendar/index.js'
import type { BreachGroup, DigestModel } from './digest-model.js'
import {
  Banner,
  Block,
  bad,
  cell,
  Heading,
  Line,
  letterHtml,
  MuteLink,
  PageLink,
  Small,
  soft,
  Table,
} from './letter-parts.js'
import { counted, dayRange, percent, written } from './russian.js'
import {
  breaches,
  brokenRequirements,
  cases,
  checkpointText,
  coverageForReaders,
  exemptionLines,
  isWhole,
  termFromSchool,
} from './wording.js'

export function digestHtml(model: DigestModel): string {
  const { report } = model
  const under = `${report.school.name}, ${dayRange(report.from, report.to)}`
  return letterHtml({
    subject: model.subject,
    title: model.title,
    under,
    children: <Content model={model} />,
  })
}

function Content({ model }: { model: DigestModel }) {
  const { report } = model
  return (
    <>
      <CoverageBlock model={model} />
      <FreshBlock model={model} />
      <OpenBlock model={model} />
      <DueBlock model={model} />
      <PrintingBlock model={model} />
      <CorrectionBlock model={model} />
      <RestBlock model={model} />
      {model.figures.length > 0 && <FiguresBlock model={model} />}
      <PageLink href={model.link}>Открыть страницу журнала</PageLink>
      <Block>
        <Small color={soft}>
          По состоянию на {russianDateTime(report.asOf, report.timeZone)}. {report.regulation.title},{' '}
          {report.regulation.edition}. Письмо составлено автоматически по данным ИС «Дневник.ру».
        </Small>
        {model.copies.map(text => (
          <Small key={text}>{text}</Small>
        ))}
        {model.checkpoint !== null && (
          <p style={`margin:0 0 16px;font-size:11px;line-height:16px;color:${soft};word-break:break-all`}>
            {checkpointText(model.checkpoint)}
          </p>
        )}
        <MuteLink href={model.mute} />
      </Block>
    </>
  )
}

function CoverageBlock({ model }: { model: DigestModel }) {
  const { coverage, timeZone } = model.report
  const whole = isWhole(coverage)
  return (
    <Banner good={whole}>
      <Line>
        <strong>{whole ? 'Охват: прочитано всё' : 'Охват: прочитано не всё'}</strong>
      </Line>
      {coverageForReaders(coverage, timeZone).map(text => (
        <Line key={text}>{text}</Line>
      ))}
      {model.gaps.map(gap => (
        <Line key={gap}>— {gap}</Line>
      ))}
      {model.moreGaps > 0 && <Line>И ещё {written(model.moreGaps)}.</Line>}
    </Banner>
  )
}

function FreshBlock({ model }: { model: DigestModel }) {
  const { first, fresh, open } = model
  const title = first ? 'Нарушения' : 'Новые нарушения'
  if (fresh === 0) {
    return (
      <Block>
        <Heading>{title}</Heading>
        <Line>
          {open === 0
            ? 'В том, что прочитано, доказанных нарушений нет.'
            : 'В том, что прочитано, новых доказанных нарушений нет.'}
        </Line>
      </Block>
    )
  }
  return (
    <Block>
      <Heading>{`${title}: ${written(fresh)}`}</Heading>
      <Table>
        {model.worst.map(group => (
          <BreachRow key={`${group.clause}/${group.className}`} group={group} />
        ))}
      </Table>
      {model.more > 0 && <Line color={soft}>И ещё {counted(model.more, breaches)}.</Line>}
    </Block>
  )
}

function BreachRow({ group }: { group: BreachGroup }) {
  const { count } = group
  return (
    <tr>
      <td style={`${cell};white-space:nowrap;width:64px`}>
        <strong>{group.className}</strong>
        <br />
        <span style={`color:${soft};font-size:12px`}>п. {group.clause}</span>
      </td>
      <td style={cell}>
        {group.critical && <strong style={`color:${bad}`}>Критическое. </strong>}
        {count > 1 && <strong>{counted(count, breaches)}, например: </strong>}
        {group.example}
        <br />
        <span style={`color:${soft};font-size:12px`}>{group.teachers.join(', ') || 'учитель не указан'}</span>
      </td>
    </tr>
  )
}

function OpenBlock({ model }: { model: DigestModel }) {
  if (model.open === 0) return null
  return (
    <Block>
      <Heading>{`Ещё не исправлено: ${written(model.open)}`}</Heading>
      {model.openByAge.map(({ age, count }) => (
        <Line key={age}>
          {age}: <strong>{written(count)}</strong>
        </Line>
      ))}
    </Block>
  )
}

function DueBlock({ model }: { model: DigestModel }) {
  if (model.due.length === 0) return null
  const { timeZone } = model.report
  return (
    <Block>
      <Heading>Срок скоро истечёт</Heading>
      {model.due.map(item => (
        <Line key={item.verdict.message}>
          {item.verdict.deadline !== null && (
            <strong>до {russianDateTime(item.verdict.deadline, timeZone)}: </strong>
          )}
          {item.verdict.message}
        </Line>
      ))}
      {model.moreDue > 0 && <Line color={soft}>И ещё {counted(model.moreDue, cases)}.</Line>}
    </Block>
  )
}

function PrintingBlock({ model }: { model: DigestModel }) {
  if (model.printing.length === 0) return null
  return (
    <Block>
      <Heading>Печать годовых ведомостей</Heading>
      {model.printing.map(text => (
        <Line key={text}>{text}</Line>
      ))}
    </Block>
  )
}

function CorrectionBlock({ model }: { model: DigestModel }) {
  if (model.corrections.length === 0) return null
  return (
    <Block>
      <Heading>Уточнения к прежним письмам</Heading>
      {model.corrections.map(text => (
        <Line key={text}>{text}</Line>
      ))}
      {model.moreCorrections > 0 && <Line color={soft}>И ещё {written(model.moreCorrections)}.</Line>}
    </Block>
  )
}

function RestBlock({ model }: { model: DigestModel }) {
  const statements = [...exemptionLines(model), ...model.report.idle]
  if (model.mended + model.unproven + statements.length === 0) return null
  return (
    <Block>
      <Heading>Кроме того</Heading>
      {model.mended > 0 && (
        <Line>
          Исправлено после срока: {written(model.mended)} ({model.mendedBy}).
        </Line>
      )}
      {model.unproven > 0 && <Line>Не доказано (это не нарушения): {counted(model.unproven, cases)}.</Line>}
      {model.mainReason !== null && <Line color={soft}>Чаще всего: {model.mainReason}</Line>}
      {statements.map(text => (
        <Line key={text}>{text}</Line>
      ))}
    </Block>
  )
}

/** Two columns, because a telephone has no room for more. */
function FiguresBlock({ model: { figures, moreFigures } }: { model: DigestModel }) {
  return (
    <Block>
      <Heading>Соблюдено в эти дни</Heading>
      <Table>
        {figures.map(rule => (
          <tr key={rule.rule}>
            <td style={cell}>
              {rule.clause} {rule.title}
              <br />
              <span style={`color:${soft};font-size:12px`}>
                нарушено {written(rule.counts.broken)}, исправлено позже {written(rule.counts.mended)}
                {rule.termFrom === 'school' && `; ${termFromSchool}`}
              </span>
            </td>
            <td style={`${cell};text-align:right;white-space:nowrap`}>{percent(rule.keptShare)}</td>
          </tr>
        ))}
      </Table>
      {moreFigures > 0 && <Line color={soft}>И ещё {counted(moreFigures, brokenRequirements)}.</Line>}
    </Block>
  )
}
