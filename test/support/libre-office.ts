import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What LibreOffice, which schools open our files with, makes of them. */

export interface Conversion {
  readonly code: number | null
  /** What it printed beside what it was asked for. */
  readonly complaints: readonly string[]
  /** By name. */
  readonly files: ReadonlyMap<string, string>
}

/** Every sheet a file of its own; quotes tell texts from numbers, and of a formula its value would come. */
const csv = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1'
/** LibreOffice runs without Java; its own remark on that is no complaint about a file. */
const withoutJava = 'Warning: failed to launch javaldx - java may not function correctly'
const routine = /^(?:convert .+ using filter : .+|Writing sheet .+|)$/

export function sheetsAsCsv(soffice: string, workbooks: Files): Promise<Conversion> {
  return convert(soffice, workbooks, ['--convert-to', csv])
}

/** As Draw shows PDF when somebody opens it there: one XML document each. */
export function pagesAsDrawings(soffice: string, forms: Files): Promise<Conversion> {
  return convert(soffice, forms, ['--infilter=draw_pdf_import', '--convert-to', 'fodg'])
}

type Files = ReadonlyMap<string, Uint8Array>

/** All files in one start, with a profile that nobody else uses. */
async function convert(soffice: string, files: Files, options: readonly string[]): Promise<Conversion> {
  const folder = await mkdtemp(join(tmpdir(), 'dnevnik-bridge-office-'))
  const [from, to] = [join(folder, 'from'), join(folder, 'to')]
  await mkdir(from)
  await mkdir(to)
  const paths: string[] = []
  for (const [name, bytes] of files) {
    paths.push(join(from, name))
    await writeFile(join(from, name), bytes)
  }
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`
  const { code, lines } = await run(soffice, [profile, '--headless', ...options, '--outdir', to, ...paths])
  const made = new Map<string, string>()
  for (const name of await readdir(to)) made.set(name, await readFile(join(to, name), 'utf8'))
  await rm(folder, { recursive: true })
  const complaints = lines.filter(line => line !== withoutJava && !routine.test(line))
  return { code, complaints, files: made }
}

function run(program: string, args: readonly string[]): Promise<{ code: number | null; lines: string[] }> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', chunk => {
      text += chunk
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => resolve({ code, lines: text.split('\n') }))
  })
}

/** Rows of a file as `sheetsAsCsv` makes it: what stood in quotes is a text, the rest a number, or nothing. */
export function cellsOf(text: string): (string | number | null)[][] {
  const rows: (string | number | null)[][] = []
  let row: (string | number | null)[] = []
  for (const [, quoted, bare = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    if (quoted !== undefined) row.push(quoted.replaceAll('""', '"'))
    else if (bare === '') row.push(null)
    else row.push(/^-?\d+(?:\.\d+)?$/.test(bare) ? Number(bare) : bare)
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}

/** The characters of each page, blanks left out, in no order: Draw has its own. */
export function lettersOf(drawing: string): string[] {
  const [, ...pages] = drawing.split('<draw:page ')
  return pages.map(page => {
    const texts = [...page.matchAll(/<text:p(?: [^>]*)?>([\s\S]*?)<\/text:p>/g)].map(([, text]) => text ?? '')
    return sortedLetters(unescaped(texts.join('').replace(/<[^>]*>/g, '')))
  })
}

export function sortedLetters(text: string): string {
  return [...text.replace(/\s/gu, '')].sort().join('')
}

function unescaped(text: string): string {
  const signs = new Map([
    ['lt', '<'],
    ['gt', '>'],
    ['quot', '"'],
    ['apos', "'"],
    ['amp', '&'],
  ])
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => signs.get(name) ?? '')
}
