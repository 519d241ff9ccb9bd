import type { ComponentChildren } from 'preact'
import { russianDateTime } from '../calendar/index.js'
import type { BreachGroup, DigestModel } from './digest-model.js'
import type { RuleFigures } from './model.js'
import { counted, dayRange, percent, written } from './russian.js'
import {
  breaches,
  cases,
  checkpointText,
  coverageLines,
  exemptionLines,
  isWhole,
  termFromSchool,
} from './wording.js'

/** The letter as mail programs render it: tables, styles on the elements, no images, nothing fetched. */

const ink = '#1c2430'
const soft = '#5a6575'
const line = '#d5dae2'
const bad = '#a61b1b'
const font = 'font-family:Arial,Helvetica,sans-serif'
const cell = `padding:6px 4px;border-bottom:1px solid ${line};font-size:13px;line-height:19px;color:${ink};${font};vertical-align:top`
const headCell = `${cell};font-size:11px;color:${soft};text-align:left;font-weight:bold`

function Table({ children, style = '' }: { children: ComponentChildren; style?: string }) {
  return (
    <table role="presentation" cellPadding="0" cellSpacing="0" width="100%" style={`border:0;${style}`}>
      <tbody>{children}</tbody>
    </table>
  )
}

function Block({ children }: { children: ComponentChildren }) {
  return (
    <tr>
      <td style={`padding:14px 12px 0;${font};font-size:14px;line-height:20px;color:${ink}`}>{children}</td>
    </tr>
  )
}

function Heading({ children }: { children: ComponentChildren }) {
  return <h2 style={`margin:8px 0 6px;font-size:16px;line-height:22px;color:${ink};${font}`}>{children}</h2>
}

function Line({ children, color = ink }: { children: ComponentChildren; color?: string }) {
  return <p style={`margin:0 0 4px;font-size:14px;line-height:20px;color:${color};${font}`}>{children}</p>
}

export function DigestPage({ model }: { model: DigestModel }) {
  const { report } = model
  return (
    <html lang="ru">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{model.subject}</title>
      </head>
      <body style="margin:0;padding:0;background-color:#f4f6f9">
        <Table style="background-color:#f4f6f9">
          <tr>
            <td align="center" style="padding:12px 0">
              <Table style={`max-width:640px;background-color:#ffffff;border:1px solid ${line}`}>
                <Block>
                  <h1 style={`margin:0;font-size:20px;line-height:26px;color:${ink};${font}`}>
                    Ведение электронного журнала
                  </h1>
                  <Line color={soft}>
                    {report.school.name}, {dayRange(report.from, report.to)}
                  </Line>
                </Block>
                <CoverageBlock model={model} />
                <BreachBlock model={model} />
                <DueBlock model={model} />
                <RestBlock model={model} />
                {model.figures.length > 0 && <FiguresBlock rules={model.figures} />}
                {model.link !== null && (
                  <Block>
                    <a href={model.link} style="color:#0b57a4;font-weight:bold">
                      Открыть страницу журнала
                    </a>
                  </Block>
                )}
                <Block>
                  <p style={`margin:6px 0 16px;font-size:12px;line-height:18px;color:${soft};${font}`}>
                    По состоянию на {russianDateTime(report.asOf, report.timeZone)}. {report.regulation.title}
                    , {report.regulation.edition}. Письмо составлено автоматически по данным ИС «Дневник.ру».
                  </p>
                  {model.copies.map(line => (
                    <p key={line} style={`margin:0 0 16px;font-size:12px;line-height:18px;${font}`}>
                      {line}
                    </p>
                  ))}
                  {model.checkpoint !== null && (
                    <p
                      style={`margin:0 0 16px;font-size:11px;line-height:16px;color:${soft};word-break:break-all;${font}`}
                    >
                      {checkpointText(model.checkpoint)}
                    </p>
                  )}
                </Block>
              </Table>
            </td>
          </tr>
        </Table>
      </body>
    </html>
  )
}

function CoverageBlock({ model }: { model: DigestModel }) {
  const { coverage, timeZone } = model.report
  const whole = isWhole(coverage)
  const colors = whole
    ? 'background-color:#eef7f1;border-left:4px solid #1d6b3a'
    : 'background-color:#fff4d6;border-left:4px solid #d9a400'
  return (
    <Block>
      <Table>
        <tr>
          <td style={`padding:8px 12px;${colors}`}>
            <Line>
              <strong>{whole ? 'Охват: прочитано всё' : 'Охват: прочитано не всё'}</strong>
            </Line>
            {coverageLines(coverage, timeZone).map(text => (
              <Line key={text}>{text}</Line>
            ))}
            {model.gaps.map(gap => (
              <Line key={gap}>— {gap}</Line>
            ))}
            {model.moreGaps > 0 && <Line>И ещё {written(model.moreGaps)}.</Line>}
          </td>
        </tr>
      </Table>
    </Block>
  )
}

function BreachBlock({ model }: { model: DigestModel }) {
  if (model.broken === 0) {
    return (
      <Block>
        <Heading>Нарушения</Heading>
        <Line>В том, что прочитано, доказанных нарушений нет.</Line>
      </Block>
    )
  }
  const fresh = model.fresh === null ? '' : `, новых ${written(model.fresh)}`
  return (
    <Block>
      <Heading>{`Нарушения: ${written(model.broken)}${fresh}`}</Heading>
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
  const { count, fresh } = group
  return (
    <tr>
      <td style={`${cell};white-space:nowrap;width:64px`}>
        <strong>{group.className}</strong>
        <br />
        <span style={`color:${soft};font-size:12px`}>п. {group.clause}</span>
      </td>
      <td style={cell}>
        {fresh > 0 && (
          <strong style={`color:${bad}`}>{count > 1 ? `Новых ${written(fresh)}. ` : 'Новое. '}</strong>
        )}
        {group.critical && <strong style={`color:${bad}`}>Критическое. </strong>}
        {count > 1 && <strong>{counted(count, breaches)}, например: </strong>}
        {group.example}
        <br />
        <span style={`color:${soft};font-size:12px`}>{group.teachers.join(', ') || 'учитель не указан'}</span>
      </td>
    </tr>
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

function RestBlock({ model }: { model: DigestModel }) {
  const statements = [...exemptionLines(model), ...model.report.idle]
  if (model.mended + model.unproven + statements.length === 0) return null
  return (
    <Block>
      <Heading>Кроме нарушений</Heading>
      {model.mended > 0 && <Line>Исправлено после срока: {counted(model.mended, cases)}.</Line>}
      {model.unproven > 0 && <Line>Не доказано (это не нарушения): {counted(model.unproven, cases)}.</Line>}
      {model.mainReason !== null && <Line color={soft}>Чаще всего: {model.mainReason}</Line>}
      {statements.map(text => (
        <Line key={text}>{text}</Line>
      ))}
    </Block>
  )
}

function FiguresBlock({ rules }: { rules: readonly RuleFigures[] }) {
  return (
    <Block>
      <Heading>Итоги по пунктам</Heading>
      <Table>
        <tr>
          <th style={headCell}>Пункт</th>
          <th style={`${headCell};text-align:right`}>Соблюдено</th>
          <th style={`${headCell};text-align:right`}>Нарушено</th>
          <th style={`${headCell};text-align:right`}>Не доказано</th>
        </tr>
        {rules.map(rule => (
          <tr key={rule.rule}>
            <td style={cell}>
              {rule.clause} {rule.title}
              {rule.termFrom === 'school' && (
                <span style={`color:${soft};font-size:12px`}>
                  <br />
                  {termFromSchool}
                </span>
              )}
            </td>
            <td style={`${cell};text-align:right;white-space:nowrap`}>{percent(rule.keptShare)}</td>
            <td style={`${cell};text-align:right`}>{written(rule.counts.broken)}</td>
            <td style={`${cell};text-align:right`}>{written(rule.counts.unproven)}</td>
          </tr>
        ))}
      </Table>
    </Block>
  )
}
