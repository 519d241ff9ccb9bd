import { clauses } from './clauses.js'
import { rules } from './rules/index.js'

/** `docs/coverage.md`: every clause, what checks it, and what remains unchecked. */
export function coveragePage(): string {
  const checked = clauses.filter(clause => clause.rules.length > 0).length
  const rows = clauses.map(clause =>
    row(
      clause.clause,
      clause.title,
      clause.demand,
      clause.rules.map(linkTo).join('<br>') || '—',
      clause.unchecked ?? '—',
      clause.forms.map(name => `\`${name}\``).join('<br>') || '—',
    ),
  )
  const terms = rules.map(rule =>
    row(linkTo(rule.id), rule.title, rule.termFrom === 'regulation' ? 'регламент' : 'настройка школы'),
  )
  return [
    '# Что проверяется и что нет',
    '',
    'Страница создана из `src/regulation/clauses.ts` командой `npm run generate`; не правьте её руками.',
    '',
    `Требований регламента: ${clauses.length}, из них с правилами: ${checked}. Остальные названы вместе с причиной.`,
    '',
    row('Пункт', 'Требование', 'Содержание', 'Правила', 'Что не проверяется и почему', 'Бланк (form)'),
    row('---', '---', '---', '---', '---', '---'),
    ...rows,
    '',
    '## Правила',
    '',
    row('Правило', 'Название', 'Откуда срок'),
    row('---', '---', '---'),
    ...terms,
    '',
  ].join('\n')
}

function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function linkTo(ruleId: string): string {
  return `[${ruleId}](rules/${ruleId}.md)`
}
