import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ACTIVATION_NAMES, type ActivationName } from '#core/activations/names.ts'
import { parseVectorFile, type VectorCase } from '#core/verification/vector-file.ts'
import { VERIFIED_ENGINES } from '#core/verification/verified-engines.ts'
import { VERIFIED_QUANTITIES, verifyCase } from '#core/verification/verify.ts'
import { ENGINE_NAMES } from '#core/engine/names.ts'
import { FormatError } from '#core/formats/format-error.ts'
import { LOSS_NAMES } from '#core/losses/names.ts'
import { OPTIMIZER_NAMES } from '#core/optimizers/names.ts'

const read = (name: string): readonly VectorCase[] =>
  parseVectorFile(readFileSync(new URL(`../../reference/${name}.json`, import.meta.url), 'utf8')).cases
/** The usual networks, and those with slopes of leaky ReLU and α of ELU other than the usual ones. */
const written = [...read('pytorch'), ...read('pytorch-settings')]

/** Both forms of a function are held against the same numbers. */
const EXACT: Readonly<Record<string, ActivationName>> = { elu: 'elu-exact', gelu: 'gelu-exact' }
const exactOf = (name: ActivationName): ActivationName => EXACT[name] ?? name
const cases = [
  ...written,
  ...written
    .filter(({ hidden, output }) => [...hidden, output].some((name) => name in EXACT))
    .map((each) => ({
      ...each,
      name: `${each.name}, exact`,
      hidden: each.hidden.map(exactOf),
      output: exactOf(each.output),
    })),
]

describe('reference vectors', () => {
  it('has a case for every activation, loss and optimizer, and for batch normalization', () => {
    expect(new Set(cases.flatMap(({ hidden, output }) => [...hidden, output]))).toEqual(
      new Set(ACTIVATION_NAMES),
    )
    expect(new Set(cases.map(({ loss }) => loss))).toEqual(new Set(LOSS_NAMES))
    expect(new Set(cases.map(({ optimizer }) => optimizer.name))).toEqual(new Set(OPTIMIZER_NAMES))
    expect(cases.filter(({ batchNorm }) => batchNorm).length).toBeGreaterThan(10)
  })

  it('refuses a file of another form in clear words', () => {
    expect(() => parseVectorFile('{')).toThrow(FormatError)
    expect(() => parseVectorFile('{"source": "x", "cases": [{}]}')).toThrow(/cases\.0\.name/)
    const vectorCase = structuredClone(cases)[0]!
    vectorCase.parameters.biases[0]!.push(1)
    expect(() => verifyCase(vectorCase)).toThrow(/expected \d+ numbers in a tensor, got/)
  })

  it.each([
    ['a layer of z', (vectorCase: VectorCase) => vectorCase.expect.z.pop(), /layers of z, got/],
    ['an example of a', (vectorCase: VectorCase) => vectorCase.expect.a[0]!.pop(), /numbers of a, got/],
    ['a gradient', (vectorCase: VectorCase) => vectorCase.expect.gradients.biases[0]!.pop(), /got/],
    ['an activation', (vectorCase: VectorCase) => vectorCase.hidden.pop(), /activations in hidden, got/],
    [
      'an input',
      (vectorCase: VectorCase) => vectorCase.x[0]!.pop(),
      /expected 3 inputs in each row of x, got 2/,
    ],
    ['a target', (vectorCase: VectorCase) => vectorCase.y.pop(), /examples in y, got/],
    ['examples', (vectorCase: VectorCase) => vectorCase.x.splice(0), /at least one example in x, got none/],
  ])('refuses a case that lacks %s, instead of comparing the rest', (_name, change, message) => {
    const vectorCase = structuredClone(cases)[0]!
    change(vectorCase)
    expect(() => verifyCase(vectorCase)).toThrow(message)
  })
})

describe.each(ENGINE_NAMES)('the engine %s against PyTorch', (engine) => {
  const { tolerance } = VERIFIED_ENGINES[engine]

  it.each(cases.map((vectorCase) => [vectorCase.name, vectorCase] as const))('%s', (_name, vectorCase) => {
    const { errors, maxRelativeError } = verifyCase(vectorCase, engine)
    expect(Object.keys(errors)).toEqual(VERIFIED_QUANTITIES)
    expect(maxRelativeError).toBe(Math.max(...Object.values(errors)))
    expect(maxRelativeError).toBeLessThan(tolerance)
  })

  // A thousand tolerances of one number, which is a small part of what it is compared with.
  it.each<[string, (vectorCase: VectorCase, factor: number) => void]>([
    ['a weight', ({ parameters }, factor) => (parameters.weights[0]![0]![0]! *= factor)],
    ['an input', ({ x }, factor) => (x[0]![0]! *= factor)],
    ['the learning rate', ({ optimizer }, factor) => (optimizer.learningRate *= factor)],
    ['an expected gradient', ({ expect: { gradients } }, factor) => (gradients.biases[1]![0]! *= factor)],
  ])('notices when %s is off', (_name, change) => {
    const vectorCase = structuredClone(cases)[0]!
    change(vectorCase, 1 + 1000 * tolerance)
    expect(verifyCase(vectorCase, engine).maxRelativeError).toBeGreaterThan(tolerance)
  })
})
