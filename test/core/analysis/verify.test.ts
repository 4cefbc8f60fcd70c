import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ACTIVATION_NAMES } from '#core/activations/names.ts'
import { parseVectorFile, verifyCase } from '#core/analysis/verify.ts'
import { FormatError } from '#core/formats/format-error.ts'
import { LOSS_NAMES } from '#core/losses/names.ts'
import { OPTIMIZER_NAMES } from '#core/optimizers/schema.ts'

const text = readFileSync(new URL('../../reference/pytorch.json', import.meta.url), 'utf8')
const { cases } = parseVectorFile(text)

describe('the reference engine against PyTorch', () => {
  it('has a case for every activation, loss and optimizer, and for batch normalization', () => {
    expect(new Set(cases.flatMap(({ hidden, output }) => [...hidden, output]))).toEqual(
      new Set(ACTIVATION_NAMES),
    )
    expect(new Set(cases.map(({ loss }) => loss))).toEqual(new Set(LOSS_NAMES))
    expect(new Set(cases.map(({ optimizer }) => optimizer.name))).toEqual(new Set(OPTIMIZER_NAMES))
    expect(cases.filter(({ batchNorm }) => batchNorm).length).toBeGreaterThan(10)
  })

  it.each(cases.map((vectorCase) => [vectorCase.name, vectorCase] as const))('%s', (_name, vectorCase) => {
    const { errors, maxRelativeError } = verifyCase(vectorCase)
    expect(errors).toEqual(expect.objectContaining({ z: expect.any(Number) as number }))
    expect(maxRelativeError).toBeLessThan(1e-10)
  })

  it.each([
    ['a weight', (vectorCase: (typeof cases)[number]) => (vectorCase.parameters.weights[0][0][0] += 1e-6)],
    ['an input', (vectorCase: (typeof cases)[number]) => (vectorCase.x[0][0] += 1e-6)],
    [
      'the learning rate',
      (vectorCase: (typeof cases)[number]) => (vectorCase.optimizer.learningRate *= 1.00001),
    ],
    [
      'an expected gradient',
      (vectorCase: (typeof cases)[number]) => (vectorCase.expect.gradients.biases[0][0] += 1e-6),
    ],
  ])('notices when %s is off by a millionth', (_name, change) => {
    const [vectorCase] = structuredClone(cases)
    change(vectorCase)
    expect(verifyCase(vectorCase).maxRelativeError).toBeGreaterThan(1e-10)
  })

  it('refuses a file of another form in clear words', () => {
    expect(() => parseVectorFile('{')).toThrow(FormatError)
    expect(() => parseVectorFile('{"source": "x", "cases": [{}]}')).toThrow(/cases\.0\.name/)
    const [vectorCase] = structuredClone(cases)
    vectorCase.parameters.biases[0].push(1)
    expect(() => verifyCase(vectorCase)).toThrow(/expected \d+ numbers in a tensor, got/)
  })

  it.each([
    ['a layer of z', (vectorCase: (typeof cases)[number]) => vectorCase.expect.z.pop(), /layers of z, got/],
    [
      'an example of a',
      (vectorCase: (typeof cases)[number]) => vectorCase.expect.a[0].pop(),
      /numbers of a, got/,
    ],
    [
      'a gradient',
      (vectorCase: (typeof cases)[number]) => vectorCase.expect.gradients.biases[0].pop(),
      /got/,
    ],
  ])('refuses a case that lacks %s, instead of comparing the rest', (_name, change, message) => {
    const [vectorCase] = structuredClone(cases)
    change(vectorCase)
    expect(() => verifyCase(vectorCase)).toThrow(message)
  })
})
