import { expect, test } from '@jest/globals'
import { allFaces, fontFace } from '../../src/report/fonts.js'
import { readTrueType } from '../../src/report/truetype.js'

test('every typeface of forms draws the whole Russian alphabet and the signs of a sheet', () => {
  const needed = 'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя0123456789№«»—–…/()·U+'
  for (const face of allFaces()) {
    expect([...needed].filter(character => !face.has(character.codePointAt(0) ?? 0))).toEqual([])
  }
})

test('a character outside the font is told apart from one inside', () => {
  const face = fontFace('Sans')
  expect([face.has(0x1f600), face.has(0x6570), face.has(0x0416)]).toEqual([false, false, true])
})

test('widths grow with text and size, and are those of the font', () => {
  const face = fontFace('Sans')
  expect(face.width('ЖЖ', 10)).toBeCloseTo(2 * face.width('Ж', 10))
  expect(face.width('Ж', 20)).toBeCloseTo(2 * face.width('Ж', 10))
  expect(face.width('Щ', 10)).toBeGreaterThan(face.width('г', 10))
})

test('bytes that are no font are refused', () => {
  expect(() => readTrueType(Buffer.alloc(64))).toThrow('The font has no table')
})
