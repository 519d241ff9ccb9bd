import type { z } from 'zod'

type Issue = z.core.$ZodRawIssue

/** What zod's Russian says with English words in it («ожидалось, что number будет <=20»), as people say it; else undefined. */
export function typedWrong(issue: Issue): string | undefined {
  if (issue.code === 'too_small' || issue.code === 'too_big') return outOfBounds(issue)
  if (issue.code === 'invalid_type') {
    const expected = typeWords[issue.expected]
    if (expected === undefined) return undefined
    return issue.input === undefined ? `не задано: ${expected}` : expected
  }
  if (issue.code === 'invalid_value' && issue.values.length > 1) return onlyThese(issue.values)
  if (issue.code === 'invalid_union') {
    const values = issue.errors.flatMap(branch =>
      branch.map(one => (one.code === 'invalid_value' ? one.values : null)),
    )
    if (values.length > 0 && !values.includes(null)) return onlyThese(values.flatMap(some => some ?? []))
  }
  return undefined
}

function onlyThese(values: readonly unknown[]): string {
  return `возможны только: ${values.map(String).join(', ')}`
}

const keyed = 'ожидаются ключи со значениями, а не список и не одно значение'
const typeWords: Readonly<Record<string, string>> = {
  array: 'ожидается список',
  boolean: 'ожидается true или false',
  date: 'ожидается дата',
  int: 'ожидается целое число',
  map: keyed,
  null: 'ожидается null',
  number: 'ожидается число',
  object: keyed,
  record: keyed,
  set: 'ожидается список',
  string: 'ожидается текст',
  tuple: 'ожидается список',
}

/** Of what has a length: how its length is called. */
const lengthWords: Readonly<Record<string, string>> = { string: 'знаков', array: 'значений', set: 'значений' }

function outOfBounds(issue: Extract<Issue, { readonly code: 'too_small' | 'too_big' }>): string | undefined {
  const { origin, inclusive = true } = issue
  const length = lengthWords[origin]
  const isNumber = origin === 'number' || origin === 'int'
  if (length === undefined && !isNumber) return undefined
  const what = length === undefined ? 'число должно быть' : `${length} должно быть`
  if (issue.code === 'too_big') return `${what} ${inclusive ? 'не больше' : 'меньше'} ${issue.maximum}`
  if (issue.minimum === 1 && length !== undefined && inclusive) return 'не заполнено'
  return `${what} ${inclusive ? 'не меньше' : 'больше'} ${issue.minimum}`
}
