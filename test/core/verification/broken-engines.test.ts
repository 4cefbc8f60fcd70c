import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkGradient } from '#core/verification/gradient-check.ts'
import { parseVectorFile, type VectorCase } from '#core/verification/vector-file.ts'
import type { VerifiedAnswers, VerifiedEngine } from '#core/verification/verified-engine.ts'
import { VERIFIED_REFERENCE } from '#core/verification/verified-reference.ts'
import { verifyCase } from '#core/verification/verify.ts'
import { tinyRecipe } from '../training/tiny-images.ts'

const text = readFileSync(new URL('../../reference/pytorch.json', import.meta.url), 'utf8')
const { cases } = parseVectorFile(text)
const caseOf = (number: string): VectorCase =>
  structuredClone(cases.find(({ name }) => name.startsWith(`${number} `))!)

type Changed = { -readonly [Key in keyof VerifiedAnswers]?: VerifiedAnswers[Key] }

/** The reference, with a mistake in what it answers. */
function broken(change: (answers: VerifiedAnswers) => Changed, changes: Partial<VerifiedEngine> = {}) {
  const run: VerifiedEngine['run'] = (network) =>
    VERIFIED_REFERENCE.run(network).map((answers) => ({ ...answers, ...change(answers) }))
  return { ...VERIFIED_REFERENCE, ...changes, run }
}

/** A case that diverges in the fourth of its five losses, which are those of the reference. */
function divergingCase(): VectorCase {
  const diverging = caseOf('36')
  diverging.optimizer.learningRate = 100
  let losses: readonly number[] = []
  const spy = broken((answers) => ({ losses: (losses = answers.losses) }))
  verifyCase(diverging, spy)
  diverging.expect.losses = [...losses]
  return diverging
}

const { tolerance } = VERIFIED_REFERENCE

describe('verification catches an engine', () => {
  // With rounding of 1e30 the disturbed losses are infinite, with that of NaN all disturbed numbers are NaN.
  it.each([NaN, Infinity, 1e30])('whatever rounding of %f does to its loss', (roundoff) => {
    const right = broken(() => ({}), { roundoff })
    expect(verifyCase(caseOf('00'), right).maxRelativeError).toBeLessThan(tolerance)
    const wrong = broken(({ loss }) => ({ loss: loss + 1 }), { roundoff })
    expect(verifyCase(caseOf('00'), wrong).errors.loss).toBeGreaterThan(0.01)
  })

  it('that gets a loss wrong before a training diverges', () => {
    const diverging = divergingCase()
    expect(diverging.expect.losses.map((loss) => loss < Number.MAX_VALUE)).toEqual([
      ...[true, true, true],
      ...[false, false],
    ])
    expect(verifyCase(diverging).maxRelativeError).toBeLessThan(tolerance)
    for (const at of [0, 1, 2]) {
      const wrong = broken(({ losses }) => ({
        losses: losses.map((loss, k) => (k === at ? 1.5 * loss : loss)),
      }))
      expect(verifyCase(diverging, wrong).errors.losses).toBeGreaterThan(0.1)
    }
  })

  it('that does not diverge where it should, or does where it should not', () => {
    const calm = broken(({ losses }) => ({ losses: losses.map((loss, k) => (k === 3 ? 1 : loss)) }))
    expect(verifyCase(divergingCase(), calm).errors.losses).toBeNaN()
    const wild = broken(({ losses }) => ({ losses: losses.map((loss, k) => (k === 1 ? Infinity : loss)) }))
    expect(verifyCase(divergingCase(), wild).errors.losses).toBeNaN()
    const lost = broken(({ losses }) => ({ losses: losses.slice(0, 2) }))
    expect(() => verifyCase(divergingCase(), lost)).toThrow('expected 5 losses, got 2')
  })

  it.each(['14', '30'])('that moves a parameter of case %s whose gradient is 0', (number) => {
    const { expect: expected } = caseOf(number)
    const isZero = expected.gradients.weights.flat(2).map((g) => g === 0)
    const at = isZero.indexOf(true)
    expect(at).toBeGreaterThanOrEqual(0)
    // Weights and biases of a layer lie one after the other.
    const shapes = expected.gradients.weights.map((rows) => rows.length * rows[0]!.length)
    let place = at
    for (let layer = 0, count = at; count >= shapes[layer]!; layer++) {
      count -= shapes[layer]!
      place += expected.gradients.biases[layer]!.length
    }
    const wrong = broken(({ parameters }) => ({
      parameters: parameters.map((p, i) => (i === place ? p + 0.01 : p)),
    }))
    expect(verifyCase(caseOf(number)).maxRelativeError).toBeLessThan(tolerance)
    expect(verifyCase(caseOf(number), wrong).errors.parameters).toBeGreaterThan(1e-3)
  })

  it('that answers what is not a number', () => {
    for (const number of [NaN, Infinity]) {
      const wrong = broken(({ a }) => ({
        a: a.map((values) => values.map((v, i) => (i === 1 ? number : v))),
      }))
      expect(verifyCase(caseOf('00'), wrong).maxRelativeError).toBeNaN()
    }
  })
})

it('reads the other cases of a file of which one diverged, as Python writes it', () => {
  const { cases: written } = JSON.parse(text) as { cases: object[] }
  const ofDiverged = JSON.stringify({
    source: 'PyTorch',
    cases: [{ ...written[36], ...divergingCase() }, written[0]],
  })
  // JSON has null where Python's json module has NaN and Infinity.
  const python = ofDiverged
    .replace(/"losses":\[([^\]]*)\]/, (list) => list.replace('null', 'Infinity').replace('null', 'NaN'))
    .replace('"learningRate"', '"lr"')
  expect(python).toContain('Infinity,NaN')
  const { cases: read } = parseVectorFile(python)
  expect(read.map((vectorCase) => verifyCase(vectorCase).maxRelativeError < tolerance)).toEqual([true, true])
  // What goes in has to be numbers all the same.
  const input = python.replace(/"x":\[\[[^,]*,/, '"x":[[NaN,')
  expect(() => parseVectorFile(input)).toThrow(/cases\.0\.x/)
})

it('the gradient check keeps a gradient that is not a number, whatever comes after it', () => {
  // Neurons that an infinite input switches off: their gradient is 0 · ∞ for that input's weights, and 0 for all else.
  const layers = [
    { units: 2, activation: 'relu', batchNorm: false, dropout: 0 },
    { units: 2, activation: 'identity', batchNorm: false, dropout: 0 },
  ] as const
  const recipe = tinyRecipe({ inputSize: 2, layers: [...layers] })
  const [layer] = checkGradient({
    ...{ recipe, penalty: { l1: 0, l2: 0 }, seed: 1 },
    parameters: Float64Array.of(-1, 0.5, -1, 0.5, 0, 0, 1, 1, 1, 1, 0.5, 0.5),
    x: Float64Array.of(Infinity, 1),
    y: Float64Array.of(1, 0),
  })
  expect(layer!.maxRelativeError).toBeNaN()
  expect(layer!.analytic).toBeNaN()
})
