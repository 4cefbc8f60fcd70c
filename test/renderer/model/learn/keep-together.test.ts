import { expect, test } from 'vitest'
import { keepTogether } from '../../../../renderer/model/learn/keep-together.ts'

/** With a tilde for each space at which no line breaks. */
const marked = (text: string): string => keepTogether(text).replaceAll('\u00a0', '~')

test.each([
  ['its derivative is 2 (y − d). Twice', 'its derivative is 2~(y~−~d). Twice'],
  ['with sigmoid (y − d) · y (1 − y).', 'with sigmoid (y~−~d)~·~y~(1~−~y).'],
  ['an error of 9.50 % (95 %: 9 % to 10 %)', 'an error of 9.50~% (95~%: 9~% to 10~%)'],
  ['its tangent and η = 0.1', 'its tangent and η~=~0.1'],
  ['a picture – and a word', 'a picture – and a word'],
])('%s', (text, kept) => {
  expect(marked(text)).toBe(kept)
})
