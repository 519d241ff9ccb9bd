import { test } from '@jest/globals'

test('drop-bodies: what a user relies on', () => {
  throw new Error('write the test')
})
