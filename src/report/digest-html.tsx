import type { DigestModel } from './digest-model.js'
import {
  Banner,
  Block,
  cell,
  Heading,
  Line,
  Link,
  letterHtml,
  MuteLink,
  PageLink,
  SectionBlock,
  Small,
  soft,
  Table,
} from './letter-parts.js'
import { counted, percent, written } from './russian.js'
import { checkpointText, requirements } from './wording.js'

export function digestHtml(model: DigestModel): string {
  const { subject, title, under } = model
  return letterHtml({ subject, title, under, children: <Content model={model} /> })
}

function Content({ model }: { model: DigestModel }) {
  return (
    <>
      <CoverageBlock coverage={model.coverage} />
      {model.sections.map(section => (
        <SectionBlock key={section.title} section={section} />
      ))}
      {model.figures.length > 0 && <FiguresBlock model={model} />}
      <PageLink href={model.link}>Открыть страницу журнала</PageLink>
      <Block>
        <Small color={soft}>{model.standing}</Small>
        {model.copies.length > 0 && <Small>{model.copies.join(' ')}</Small>}
        {model.checkpoint !== null && (
          <p style={`margin:0 0 6px;font-size:10px;line-height:13px;color:${soft};word-break:break-all`}>
            {checkpointText(model.checkpoint)}
          </p>
        )}
        <MuteLink href={model.mute} />
      </Block>
    </>
  )
}

function CoverageBlock({ coverage: { whole, title, items, more, href } }: Pick<DigestModel, 'coverage'>) {
  return (
    <Banner good={whole}>
      <Line>
        <strong>{title}</strong>
      </Line>
      {items.map(({ text }) => (
        <Line key={text}>{text}</Line>
      ))}
      {more !== null && href === null && <Line>{more}.</Line>}
      {href !== null && (
        <Line>
          {more === null ? 'Что не прочитано' : more} — <Link href={href}>открыть</Link>
        </Line>
      )}
    </Banner>
  )
}

const figureCell = `${cell};padding:2px 4px`

/** Two columns, because a telephone has no room for more. */
function FiguresBlock({ model: { figures, moreFigures } }: { model: DigestModel }) {
  return (
    <Block>
      <Heading>{`Соблюдено в эти дни${moreFigures > 0 ? ` (нарушено ещё ${counted(moreFigures, requirements)})` : ''}`}</Heading>
      <Table>
        {figures.map(rule => (
          <tr key={rule.rule}>
            <td style={figureCell}>
              {rule.clause} {rule.title}{' '}
              <span style={`color:${soft};font-size:11px`}>
                нарушено {written(rule.counts.broken)}
                {rule.termFrom === 'school' && ', срок школы'}
              </span>
            </td>
            <td style={`${figureCell};text-align:right;white-space:nowrap`}>{percent(rule.keptShare)}</td>
          </tr>
        ))}
      </Table>
    </Block>
  )
}
