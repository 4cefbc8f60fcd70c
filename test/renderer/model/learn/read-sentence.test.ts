import { expect, it } from 'vitest'
import { PREPARED_SCENES } from '#core/explain/prepared-scenes.ts'
import { stepSentence } from '#core/explain/step-sentence.ts'
import { listSteps } from '#core/explain/steps.ts'
import { traceScene } from '#core/explain/trace.ts'
import { readSentence } from '../../../../renderer/model/learn/microscope/numbers.ts'

const NBSP = '\u00a0'
const plain = (text: string): string => text.replaceAll(NBSP, ' ')

it.each([
  ['1.2 times 0.599 minus 0.7 times 0.622 plus 0.2', '1.2 · 0.599 − 0.7 · 0.622 + 0.2'],
  ['1.2 times minus 0.090 minus 0.9 times 0.107', '1.2 · (−0.090) − 0.9 · 0.107'],
  ['one half times open bracket 0.569 minus 0 close bracket squared', '½ · (0.569 − 0)²'],
  ['0.605 minus minus 0.414', '0.605 − (−0.414)'],
  ['from 4.39 times ten to the minus 7 to 2 times ten to the 9', 'from 4.39·10⁻⁷ to 2·10⁹'],
  ['2 times minus 3.1 times ten to the minus 5', '2 · (−3.1·10⁻⁵)'],
  ['1 times the logarithm of 0.7 plus 0 times the logarithm of 0.3', '1 · ln 0.7 + 0 · ln 0.3'],
  ['e to the minus 0.1 plus e to the 1', 'exp(−0.1) + exp(1)'],
  ['sigma squared of layer 1, unit 1 is 1 over 4 times 8', 'sigma squared of layer 1, unit 1 is 1/4 · 8'],
  [
    'Every weight and bias moves against its derivative.',
    'Every weight and bias moves against its derivative.',
  ],
])('%s is read as %s', (spoken, read) => {
  expect(plain(readSentence(spoken))).toBe(read)
})

it('no step of a prepared scene leaves a sign in words', () => {
  for (const scene of Object.values(PREPARED_SCENES)) {
    const trace = traceScene(scene())
    for (const step of listSteps(trace, 'unit')) {
      expect(readSentence(stepSentence(trace, step))).not.toMatch(
        /[\d)] (plus|minus|times) |open bracket|minus \d/,
      )
    }
  }
})
