import { expect, it } from 'vitest'
import { describeCap } from '#shared/words/cap-words.ts'

it.each([
  [8, 2, 'uses 2 of the 8 asked for: this machine has 2 cores'],
  [2, 1, 'uses 1 of the 2 asked for: this machine has 1 core'],
  [256, 16, 'uses 16 of the 256 asked for: this machine has 16 cores'],
  [2, 2, null],
  [1, 2, null],
])('%d threads on %d cores: %j', (asked, cores, words) => {
  expect(describeCap(asked, cores)).toBe(words)
})
