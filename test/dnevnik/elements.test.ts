import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { elementsOf, listOfElements } from '../../src/dnevnik/parse/elements.js'

/** Undefined for what isn't JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

test.each([
  ['[{"id":1}]', ['"id":1']],
  ['[{"id":1},{"id":2},{}]', ['"id":1', '"id":2', '']],
  ['[{"text":"a}]"}]', ['"text":"a}]"']],
])('%s is a list of flat objects', (list, elements) => {
  expect(elementsOf(list)).toEqual(elements)
  expect(listOfElements(elements)).toBe(list)
})

test.each([
  '[]',
  '{"id":1}',
  '[{"id":1}, {"id":2}]',
  '[{"id":1},null,{"id":2}]',
  '[{"text":"{"}]',
  '[{"works":[{"id":1},{"id":2}]}]',
  '[{"id":1}',
])('%s is none, or not so written that it is known at a glance', list => {
  expect(elementsOf(list)).toBeNull()
})

test('a text that looks like the border of two objects makes more elements than there are objects', () => {
  expect(elementsOf('[{"text":"},{"}]')).toHaveLength(2)
})

const tokens = ['},{', '},{', '{', '}', '"', '"a":1', '"b":"c"', ',', ':', ' ', '\\', 'null', '[', ']']
const aText = fc.array(fc.constantFrom(...tokens), { maxLength: 12 }).map(parts => `[{${parts.join('')}}]`)

test('where some elements are JSON by themselves and so are the others, the list is JSON of all of them', async () => {
  fc.assert(
    fc.property(aText, fc.nat(), (list, share) => {
      const elements = elementsOf(list)
      if (elements === null) return
      const parts = [true, false].map(side =>
        elements.filter((_, index) => ((share >> index) & 1) === Number(side)),
      )
      const areElements = parts.every(part => {
        const values = parsed(listOfElements(part))
        return Array.isArray(values) && values.length === part.length
      })
      if (areElements) expect(parsed(list)).toEqual(elements.map(element => parsed(`{${element}}`)))
    }),
    { numRuns: 20_000 },
  )
})
