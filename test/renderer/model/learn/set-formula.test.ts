import { expect, test } from 'vitest'
import { EXERCISE_WORDS } from '../../../../renderer/model/learn/functions/exercise-words.ts'
import { NEURON_FORMULAS } from '../../../../renderer/model/learn/functions/neuron-words.ts'
import { setFormula } from '../../../../renderer/model/learn/set-formula.ts'

const formulas = [
  ...Object.values(NEURON_FORMULAS),
  ...Object.values(EXERCISE_WORDS).flatMap(({ formula, way }) => [formula, ...way]),
]

// Those of the microscope are tested in test/core/explain/formula.test.ts.
test.each(formulas)('KaTeX sets $tex, and its words have no signs of TeX', ({ tex, words }) => {
  expect(setFormula(tex, { isDisplay: true })).toMatch(/^<span class="katex">/)
  expect(words).not.toMatch(/[\\{}$]/)
})

test('what KaTeX cannot set is an error, and no formula in red', () => {
  expect(() => setFormula('\\frac{1', { isDisplay: false })).toThrow(/KaTeX/)
})
