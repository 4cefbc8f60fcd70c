import { activationOf } from '../activations/settings.ts'
import { lossesInFloat32 } from './float32.ts'
import { derivativeId, isEditable, type QuantityId } from './quantity.ts'
import { readValue, withValue } from './scene-edit.ts'
import { type Scene, type SceneLayer, sceneParameters, sceneRecipe } from './scene.ts'
import { lossesOf } from './trace-pass.ts'
import { traceScene } from './trace.ts'
import type { Trace } from './trace-types.ts'
import { value } from './trace-value.ts'

export type Precision = 'float64' | 'float32'

export interface DifferenceQuotient {
  readonly h: number
  /** (Div(q + h) − Div(q − h)) / 2h. */
  readonly quotient: number
  /** What the backward pass says. */
  readonly analytic: number
  /** |quotient − analytic| / |analytic|; of a derivative of 0, the quotient's size. */
  readonly relativeError: number
  /** Whether a corner of an activation lies between the two points, where the quotient means little. */
  readonly hasKink: boolean
}

/** Steps from 1 to 10⁻¹², three for each power of ten. */
const QUOTIENT_STEPS: readonly number[] = Array.from({ length: 37 }, (_, i) => {
  const mantissa = [1, 5, 2][i % 3]!
  return Number(`${mantissa}e${-Math.ceil(i / 3)}`)
})

/**
 * The central difference of the loss by an input, a wanted output or a parameter at one example, beside the derivative.
 * Where the examples are normalized together, of the sum of their losses. In float32, every operation is rounded
 * (`lossesInFloat32`), and the moved quantity too.
 * @param trace the scene's, where it is there already; a broken one shows what the quotient finds
 * @throws RangeError for what cannot be set
 */
export function differenceQuotient(
  scene: Scene,
  id: QuantityId,
  h: number,
  precision: Precision = 'float64',
  example = 0,
  trace: Trace = traceScene(scene),
): DifferenceQuotient {
  if (!isEditable(id)) {
    throw new RangeError(`Difference quotient: expected an input, a wanted output or a parameter, got ${id}`)
  }
  const at = readValue(scene, id, example)
  const isShared = trace.statistics === 'batch'
  const round = precision === 'float32' ? Math.fround : (number: number): number => number
  const step = round(h)
  const lossAt = (moved: number): number => {
    const changed = withValue(scene, id, moved, example)
    const losses = precision === 'float32' ? lossesInFloat32(changed) : lossesInFloat64(changed)
    return isShared ? losses.reduce((sum, loss) => round(sum + loss), 0) : losses[example]!
  }
  const [ahead, behind] = [round(round(at) + step), round(round(at) - step)]
  const quotient = round(round(lossAt(ahead) - lossAt(behind)) / round(2 * step))
  const analytic = value(trace, derivativeId(id), example)!
  const error = Math.abs(quotient - analytic)
  return {
    h,
    quotient,
    analytic,
    relativeError: analytic === 0 ? error : error / Math.abs(analytic),
    hasKink: hasKinkBetween(scene, id, example, [behind, ahead]),
  }
}

/** The quotients for many steps, for a curve of their errors. */
export function quotientCurve(
  scene: Scene,
  id: QuantityId,
  precision: Precision,
  example = 0,
  steps: readonly number[] = QUOTIENT_STEPS,
  trace: Trace = traceScene(scene),
): DifferenceQuotient[] {
  return steps.map((h) => differenceQuotient(scene, id, h, precision, example, trace))
}

const lossesInFloat64 = (scene: Scene): number[] =>
  lossesOf(
    { recipe: sceneRecipe(scene), parameters: sceneParameters(scene), isTraining: true },
    scene.examples,
  )

/** Whether the sum of a unit with a corner at 0 changes its sign on the way between two points. */
function hasKinkBetween(scene: Scene, id: QuantityId, example: number, ends: readonly number[]): boolean {
  if (!scene.layers.some(isKinked)) return false
  const [a, b] = ends.map((end) => traceScene(withValue(scene, id, end, example)))
  return a!.examples.some(({ layers }, n) =>
    layers.some(({ z, normalization }, k) => {
      const other = b!.examples[n]!.layers[k]!
      const [from, to] = [normalization?.s ?? z, other.normalization?.s ?? other.z]
      return isKinked(scene.layers[k]!) && from.some((s, j) => s > 0 !== to[j]! > 0)
    }),
  )
}

/** Whether an activation's slope jumps at 0: ELU's goes on where α is 1. */
const isKinked = (layer: SceneLayer): boolean => {
  const { name, alpha } = activationOf(layer)
  return name === 'relu' || name === 'leaky-relu' || alpha !== undefined
}
