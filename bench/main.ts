import { parseArgs } from 'node:util'
import { archive } from './archive.js'
import { decided } from './decided.js'
import type { Bench } from './figures.js'
import { isMet, table } from './figures.js'
import { ingest } from './ingest.js'
import { lossless } from './lossless.js'
import { pages } from './pages.js'
import { previews } from './previews.js'
import { requests } from './requests.js'
import { rules } from './rules.js'
import { sheets } from './sheets.js'

const benches: Readonly<Record<string, Bench>> = {
  archive,
  decided,
  ingest,
  lossless,
  pages,
  previews,
  requests,
  rules,
  sheets,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, size: { type: 'string' }, keep: { type: 'string' } },
})
const say = (text: string) => process.stderr.write(`${text}\n`)
const [name = ''] = positionals
const bench = benches[name]
if (!bench) {
  say('npm run bench -- NAME [--json] [--size N] [--keep FOLDER]\n')
  for (const [known, { about }] of Object.entries(benches)) say(`  ${known.padEnd(10)} ${about}`)
  process.exit(2)
}
const size = values.size === undefined ? null : Number(values.size)
const figures = await bench.run({ size, keep: values.keep ?? null, say })
const answer = values.json
  ? JSON.stringify({ bench: name, size, figures: figures.map(figure => ({ ...figure, met: isMet(figure) })) })
  : table(figures)
process.stdout.write(`${answer}\n`)
