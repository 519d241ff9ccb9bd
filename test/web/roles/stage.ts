import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { expect } from '@jest/globals'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import type { Grant, Role } from '../../../src/people/index.js'
import type { InstallationOptions } from '../../jobs/installation.js'
import { type House, house } from '../house.js'
import { addAccount, chief, evening, monday, passwordOf, week } from './cast.js'

/** A house that was read and checked, and people who come to it with a browser and a password. */

/** Of the school of the house, unless it says another one. */
type OwnGrant = Omit<Grant, 'school'> & Partial<Pick<Grant, 'school'>>

export interface Stage {
  readonly home: House
  /** Address of the school's pages. */
  readonly base: string
  /** What the browser complained of, and addresses elsewhere that were asked. */
  readonly trouble: string[]
  account(login: string, name: string, ...grants: readonly OwnGrant[]): Promise<void>
  /** A browser of one's own, before the log-in. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>
  /** From the address that was wanted by way of the log-in to what is shown then. */
  enter(login: string, path?: string, options?: BrowserContextOptions): Promise<Page>
  close(): Promise<void>
}

export const as = (role: Role, person: string | null = null) => ({ role, person })

/** Read on an evening, when a part of the week was still missing, and on the Monday after it. */
export async function readWeek({ inside }: House): Promise<void> {
  await inside.run('sync', week)
  inside.clock.set(Date.parse(monday))
  await inside.run('sync', week)
}

export async function setStage(
  executablePath: string,
  options: InstallationOptions & { readonly now?: string } = {},
): Promise<Stage> {
  const home = await house(options.now ?? evening, options)
  const { school, app } = home.inside
  const { browser, ...visitors } = await startVisitors(executablePath, () => home.url)
  await addAccount(app, chief)
  return {
    ...{ home, ...visitors },
    base: `/schools/${school.id}`,
    account: (login, name, ...grants) =>
      addAccount(app, { login, name, grants: grants.map(grant => ({ school: school.id, ...grant })) }),
    async close() {
      await browser.close()
      await home.close()
    },
  }
}

/** Browsers at the pages of that address. */
export async function startVisitors(executablePath: string, url: () => string) {
  const trouble: string[] = []
  const browser: Browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({
      baseURL: url(),
      viewport: { width: 1280, height: 800 },
      ...options,
    })
    // What a press does is seen soon, or never: a machine under load gets more than the usual haste.
    context.setDefaultTimeout(60_000)
    const page = await context.newPage()
    page.on('console', message => {
      if (message.type() === 'error' || message.type() === 'warning') trouble.push(message.text())
    })
    page.on('pageerror', error => trouble.push(String(error)))
    page.on('request', request => {
      const { origin, protocol } = new URL(request.url())
      if (protocol !== 'data:' && origin !== new URL(url()).origin) trouble.push(request.url())
    })
    await page.goto(path)
    return page
  }
  return {
    ...{ browser, trouble, open },
    async enter(login: string, path = '/', options: BrowserContextOptions = {}): Promise<Page> {
      const page = await open(path, options)
      await logIn(page, login)
      return page
    },
  }
}

export async function logIn(page: Page, login: string, password = passwordOf(login)): Promise<void> {
  await page.getByLabel('Имя для входа').pressSequentially(login)
  await page.getByLabel('Пароль').pressSequentially(password)
  await page.getByRole('button', { name: 'Войти', exact: true }).click()
}

export const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { name, ...(typeof name === 'string' && { exact: true }) }).first()

/** Sections of a group of the menu lie folded. */
export async function choose(page: Page, group: string, section: string): Promise<void> {
  await page.locator('header summary', { hasText: group }).click()
  await page
    .getByRole('navigation', { name: 'Разделы' })
    .getByRole('link', { name: section, exact: true })
    .click()
}

const sights = [
  { width: 360, colorScheme: 'light' },
  { width: 360, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
] as const

const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * Whoever sees badly, has a telephone or works at night can use the page as it stands now. For pages that no other suite
 * looks at in this way. `PICTURES` names a folder for what it saw.
 */
export async function look(page: Page, name: string): Promise<void> {
  await page.evaluate(await axe)
  for (const { width, colorScheme } of sights) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme })
    const found = await page.evaluate(
      'axe.run().then(({ violations }) => violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 120))]))',
    )
    expect([name, width, colorScheme, found]).toEqual([name, width, colorScheme, []])
    expect([name, width, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([
      name,
      width,
      width,
    ])
    if (colorScheme === 'light') await picture(page, `${name}-${width}`)
  }
}

export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}
