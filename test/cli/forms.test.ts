import { expect, test } from '@jest/globals'
import type { CommandContext } from '../../src/cli/context.js'
import { formOf } from '../../src/cli/forms.js'
import { exitCodes } from '../../src/errors.js'
import { formNames } from '../../src/regulation/index.js'
import { blankFormPdf } from '../../src/report/index.js'
import { insides } from '../support/pdf.js'

const context: CommandContext = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  environment: {},
  signal: new AbortController().signal,
  exitCode: exitCodes.done,
}

test.each(formNames)(
  'the blank of %s stands in for a clause, has its command’s keys and fits a page',
  async name => {
    const form = formOf(name, context)
    expect(form.demands.length).toBeGreaterThan(0)
    const keys = form.fields.map(({ key }) => key)
    expect(keys).toContain('--by')
    expect(keys.filter(key => ['--data', '--json', '--now', '--school', '--dry-run'].includes(key))).toEqual(
      [],
    )
    expect(form.fields.some(({ required }) => required)).toBe(true)
    const pdf = await blankFormPdf({ ...form, school: 'Школа', at: 0 })
    expect(insides(pdf).pages).toBe(1)
  },
)

test('a field is named and explained as the command that takes it does', () => {
  const fields = formOf('copy', context).fields
  expect(fields).toEqual([
    { key: '--on', meaning: expect.stringContaining('когда'), required: false, hasValue: true },
    { key: '--place', meaning: 'где она лежит', required: true, hasValue: true },
    { key: '--verified', meaning: 'копия прочитана и сверена', required: false, hasValue: false },
    { key: '--by', meaning: 'кто вносит: фамилия и должность', required: true, hasValue: true },
  ])
})
