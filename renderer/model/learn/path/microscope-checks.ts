import { differenceQuotient } from '#core/explain/difference-quotient.ts'
import { NOTATION_LABELS, NOTATIONS } from '#core/explain/notation.ts'
import { nudge } from '#core/explain/nudge.ts'
import { influencePaths } from '#core/explain/paths.ts'
import { plainId, readQuantity, type QuantityId } from '#core/explain/quantity.ts'
import { xorScene } from '#core/explain/prepared-scenes.ts'
import { withValue } from '#core/explain/scene-edit.ts'
import { sceneParameters, type Scene } from '#core/explain/scene.ts'
import { listSteps } from '#core/explain/steps.ts'
import { value } from '#core/explain/trace-value.ts'
import { traceScene } from '#core/explain/trace.ts'
import { formatPercent } from '#core/math/format-percent.ts'
import { shortNumber } from '../microscope/numbers.ts'
import { freshState, PREPARED, trained, XOR_UPDATES, type MicroscopeState } from '../microscope-state.ts'
import { numberCheck, type Attempt, type Check } from './check.ts'

function quantity({ scene, example }: MicroscopeState): (id: QuantityId) => number {
  const trace = traceScene(scene)
  return (id) => value(trace, id, example)!
}

const isSameNumbers = (a: Float64Array, b: Float64Array): boolean =>
  a.length === b.length && a.every((number, i) => Math.abs(number - b[i]!) <= 1e-12)

const WEIGHT = 'w:2:0>1'
const FIRST_WEIGHT = 'w:1:0>0'

/** The mean loss below which XOR counts as learned. */
const LEARNED = 0.01

/** Whether a scene is XOR as it begins at the stop, up to the bend of its hidden layer and its parameters. */
function isXorBesidesBend(scene: Scene): boolean {
  const bare = ({ layers, examples, loss, combine, learningRate }: Scene): string =>
    JSON.stringify([
      layers.at(-1)!.activation,
      layers.map(({ biases }) => biases.length),
      examples,
      loss,
      combine,
      learningRate,
    ])
  return bare(scene) === bare(xorScene())
}

/** Whether the weights are those that the stop's start leads to: neither typed in nor begun elsewhere. */
const isFromXorStart = (scene: Scene, updates: number): boolean =>
  isSameNumbers(
    sceneParameters(scene),
    sceneParameters(trained(xorScene(scene.layers[0]!.activation), Math.min(updates, XOR_UPDATES))),
  )

/** The pixel that a person looks at: the chosen one, or the one whose weight is chosen, or the last one picked. */
function pixelOf({ chosen, cut }: MicroscopeState): number | null {
  const quantity = chosen === null ? null : readQuantity(plainId(chosen))
  if (quantity?.kind === 'x') return quantity.unit
  if (quantity?.kind === 'w' && quantity.layer === 1) return quantity.from
  return cut?.pinned.at(-1) ?? null
}
function isSilent(state: MicroscopeState): boolean {
  const pixel = pixelOf(state)
  return state.cut !== null && pixel !== null && state.scene.examples[state.example]?.input[pixel] === 0
}

/** A difference quotient nearer than this can judge a backward pass. */
const NEAR_QUOTIENT = 1e-8

/** How far the difference quotient of the first weight is off with the chosen h, beside the right pass. */
const quotientError = ({ scene, hExponent, example }: MicroscopeState): number =>
  differenceQuotient(scene, FIRST_WEIGHT, Number(`1e${hExponent}`), 'float64', example).relativeError

/** Takes the covers away. */
const uncover = (attempt: Attempt): Attempt => ({
  ...attempt,
  microscope: { ...attempt.microscope, covered: [] },
})

/** Checks of stops in the microscope. */
export const MICROSCOPE_CHECKS = {
  /** XOR learned from the stop's own start, with nothing changed but the bend of the hidden layer. */
  xorLearned: {
    passes: ({ microscope: { scene, updates } }) =>
      isXorBesidesBend(scene) &&
      updates <= XOR_UPDATES &&
      traceScene(scene).mean.loss < LEARNED &&
      isFromXorStart(scene, updates),
    solve: (attempt) => {
      const scene = trained(xorScene('sigmoid'), 1000)
      return { ...attempt, microscope: { ...freshState(scene, 'xor'), updates: 1000 } }
    },
    explain: ({ microscope: { scene, updates } }) => {
      if (!isXorBesidesBend(scene)) return 'Something besides the hidden activation is changed.'
      if (scene.layers[0]!.activation === 'identity')
        return 'Identity does not bend. Choose another hidden activation.'
      if (!isFromXorStart(scene, updates))
        return 'These weights were not learned with this activation from this start: start anew in Mini-batch, then train.'
      return updates > XOR_UPDATES || updates === 0
        ? 'Start anew in Mini-batch, then take up to 5,000 updates.'
        : `The mean of Div is still ${traceScene(scene).mean.loss.toPrecision(2)} after ${updates} updates.`
    },
  },

  /** The broken pass named, with an h that can tell it. */
  judged: {
    passes: ({ microscope, choices }) =>
      microscope.broken !== null &&
      choices.pass === microscope.broken.pass &&
      quotientError(microscope) < NEAR_QUOTIENT,
    solve: (attempt) => {
      const microscope = { ...attempt.microscope, hExponent: -5, chosen: FIRST_WEIGHT }
      const choices = { ...attempt.choices, pass: microscope.broken?.pass ?? 'A' }
      return { ...attempt, microscope, choices }
    },
    explain: ({ microscope, choices }) => {
      const error = quotientError(microscope)
      if (error >= NEAR_QUOTIENT) {
        return `With this h the quotient of the first weight is itself off by ${error.toPrecision(1)} of its size: too much to judge by.`
      }
      return choices.pass === microscope.broken?.pass
        ? null
        : 'That pass agrees with the quotient at the first weight; the broken one does not.'
    },
  },

  /** A pixel picked, or it or a weight from it chosen, that is 0, and the reason given. */
  silentPixel: {
    passes: (attempt) => isSilent(attempt.microscope) && attempt.choices.why === 'input',
    solve: (attempt) => {
      const { microscope } = attempt
      const input = microscope.scene.examples[microscope.example]!.input.indexOf(0)
      return {
        ...attempt,
        microscope: {
          ...microscope,
          chosen: `w:1:${input}>0`,
          cut: microscope.cut && { ...microscope.cut, pinned: [input] },
        },
        choices: { ...attempt.choices, why: 'input' },
      }
    },
    explain: ({ microscope }) =>
      isSilent(microscope)
        ? 'That pixel it is, and its weights learn nothing here; but the reason is another.'
        : 'The weights of that pixel do learn. Pick one in the small picture, or choose one that is 0.',
  },

  /** That weight chosen, and every notation seen. */
  named: {
    passes: ({ microscope: { chosen, seenNotations } }) =>
      (chosen === WEIGHT || chosen === `d/${WEIGHT}`) &&
      NOTATIONS.every((notation) => seenNotations.includes(notation)),
    explain: ({ microscope: { chosen, seenNotations } }) => {
      if (chosen === null) return 'Click the number of that weight in the picture.'
      if (plainId(chosen) !== WEIGHT) return 'That is another one. The lecture writes from, to.'
      const open = NOTATIONS.filter((notation) => !seenNotations.includes(notation))
      return `The weight is right. Still to be seen: ${open.map((each) => NOTATION_LABELS[each]).join(', ')}.`
    },
    solve: (attempt) => ({
      ...attempt,
      microscope: { ...attempt.microscope, chosen: WEIGHT, seenNotations: NOTATIONS },
    }),
  },

  /** The sum of the first output. */
  forwardSum: {
    reveal: uncover,
    ...numberCheck(
      ({ microscope }) => quantity(microscope)('z:2:0'),
      ({ microscope }) => {
        const of = quantity(microscope)
        return [
          [of('z:2:0') - of('b:2:0'), 'The bias is missing.'],
          [of('y:2:0'), 'That is its output, after the bend; z is the sum before it.'],
        ]
      },
    ),
  },

  /** The derivative by the sum of the first output. */
  backwardSlope: {
    reveal: uncover,
    ...numberCheck(
      ({ microscope }) => quantity(microscope)('d/z:2:0'),
      ({ microscope }) => {
        const of = quantity(microscope)
        return [
          [of('d/y:2:0'), 'The slope of the bend is missing: that is ∂Div/∂y.'],
          [-of('d/z:2:0'), 'The sign is turned: it is y − d, not d − y.'],
        ]
      },
    ),
  },

  /** The sum of the gradients with an η that moves every parameter as their mean does with the stop's own. */
  sameStep: {
    passes: ({ microscope: { scene, updates } }) => {
      const mean = PREPARED.total().scene
      const [wanted, got] = [mean, scene].map((each) => traceScene(each).updatedParameters)
      return updates === 0 && scene.combine === 'sum' && isSameNumbers(wanted!, got!)
    },
    explain: ({ microscope: { scene, updates } }) => {
      if (updates > 0) return 'The weights have moved on: start this stop anew.'
      if (scene.combine !== 'sum') return 'Switch from the mean to the sum.'
      const ratio = (scene.learningRate * scene.examples.length) / PREPARED.total().scene.learningRate
      return `With the sum and η = ${scene.learningRate} the step is ${shortNumber(ratio, 2)} times that with the mean.`
    },
    solve: (attempt) => {
      const { scene } = attempt.microscope
      const learningRate = scene.learningRate / scene.examples.length
      return {
        ...attempt,
        microscope: { ...attempt.microscope, scene: { ...scene, combine: 'sum', learningRate } },
      }
    },
  },

  /** A nudge of the first weight whose predicted effect is off by 0.8 to 1 %. */
  onePercent: {
    passes: ({ microscope: { scene, nudges, example } }) => {
      const by = nudges[FIRST_WEIGHT] ?? 0
      if (by === 0 || Object.keys(nudges).some((id) => id !== FIRST_WEIGHT && nudges[id] !== 0)) return false
      const { relativeError } = nudge(scene, [{ id: FIRST_WEIGHT, by }], example)
      return relativeError >= 0.008 && relativeError <= 0.01
    },
    explain: ({ microscope: { scene, nudges, example } }) => {
      const by = nudges[FIRST_WEIGHT] ?? 0
      if (Object.keys(nudges).some((id) => id !== FIRST_WEIGHT && nudges[id] !== 0))
        return 'Something besides the first weight is nudged: set that to 0.'
      if (by === 0) return 'The first weight is not nudged.'
      const { relativeError } = nudge(scene, [{ id: FIRST_WEIGHT, by }], example)
      return `With a nudge of ${by} the prediction is off by ${formatPercent(relativeError)}.`
    },
    solve: (attempt) => {
      const { scene, example } = attempt.microscope
      const error = (by: number): number => nudge(scene, [{ id: FIRST_WEIGHT, by }], example).relativeError
      const by = Array.from({ length: 200 }, (_, k) => (k + 1) / 1000).findLast(
        (each) => error(each) <= 0.01,
      )!
      return { ...attempt, microscope: { ...attempt.microscope, nudges: { [FIRST_WEIGHT]: by } } }
    },
  },

  /** Of the first weight's two paths the one through the second output carries nothing, and the other does. */
  onePath: {
    passes: ({ microscope: { scene, example } }) => {
      const { paths } = influencePaths(traceScene(scene), FIRST_WEIGHT, example)
      const product = (output: string): number | undefined =>
        paths.find(({ nodes }) => nodes.includes(output))?.product
      return product('z:2:1') === 0 && Math.abs(product('z:2:0') ?? 0) > 0
    },
    explain: ({ microscope: { scene, example } }) => {
      const { paths } = influencePaths(traceScene(scene), FIRST_WEIGHT, example)
      const through = (output: string): number =>
        paths.find(({ nodes }) => nodes.includes(output))?.product ?? 0
      const left = through('z:2:1')
      return left === 0
        ? 'Now neither way carries anything.'
        : `The way through output 2 still carries ${shortNumber(left, 4)}.`
    },
    solve: (attempt) => {
      const { microscope } = attempt
      const scene = withValue(microscope.scene, WEIGHT, 0, microscope.example)
      return { ...attempt, microscope: { ...microscope, scene } }
    },
  },

  /** The gradient of the third example has just been added. */
  thirdAdded: {
    passes: ({ microscope: { scene, step } }) => {
      const steps = listSteps(traceScene(scene), 'unit')
      const [now, next] = [steps[step - 1], steps[step]]
      return (
        now?.line === 'add' && now.example === 2 && !(next?.line === 'add' && next.example === now.example)
      )
    },
    explain: ({ microscope: { scene, step } }) => {
      const done = listSteps(traceScene(scene), 'unit').slice(0, step)
      const added = new Set(done.filter(({ line }) => line === 'add').map(({ example }) => example)).size
      return added < 3
        ? `Of ${added} examples the gradient is added so far.`
        : 'That is already further: the third gradient was added before. Step back.'
    },
    solve: (attempt) => {
      const steps = listSteps(traceScene(attempt.microscope.scene), 'unit')
      const { end } = steps.findLast(({ line, example }) => line === 'add' && example === 2)!
      return { ...attempt, microscope: { ...attempt.microscope, step: end, example: 2 } }
    },
  },
} as const satisfies Record<string, Check>
