/**
 * Tables as spreadsheets in Russia open them: semicolons, a mark that it is UTF-8. A cell that a spreadsheet would take for
 * a formula begins with an apostrophe: names come from people.
 */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map(row => `${row.map(cellOf).join(';')}\r\n`).join('')}`
}

function cellOf(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[";\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
