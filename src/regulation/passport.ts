/** What the regulation's text stands on (clause 1.1): recommendations, and acts that are younger than those. */

/** As the seed regulation names them. */
export const seedLetters: readonly string[] = [
  'письмо Минобрнауки России от 15.02.2012 № АП-147/07',
  'письмо Минобрнауки России от 21.10.2014 № АК-3358/08',
]

const youngerActs = [
  {
    number: '704',
    text: 'приказ Минпросвещения России № 704, действует с 01.09.2025 (тематическое планирование, число контрольных работ, объём домашних заданий)',
  },
  {
    number: 'СК-403/08',
    text: 'письмо Минпросвещения России от 01.10.2021 № СК-403/08 (ведение журналов и выставление отметок)',
  },
]

/** Acts that a text which stands on these letters doesn't name; whether it follows them is for people to say. */
export function newerActs(letters: readonly string[]): readonly string[] {
  // People write «№ 704», «№704», and a space that doesn't break.
  const isNamed = (number: string) => letters.some(letter => new RegExp(`№\\s*${number}(?!\\d)`).test(letter))
  return youngerActs.filter(({ number }) => !isNamed(number)).map(({ text }) => text)
}
