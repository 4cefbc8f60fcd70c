import { isEditable, LOSS_ID, type QuantityId, unitId, type UnitKind } from './quantity.ts'
import { withValue, readValue } from './scene-edit.ts'
import type { Scene } from './scene.ts'
import { traceScene } from './trace.ts'
import type { Trace } from './trace-types.ts'
import { value } from './trace-value.ts'

/** How far one quantity is moved. */
export interface Nudge {
  readonly id: QuantityId
  readonly by: number
}

/** What a nudge does to a quantity further on. */
export interface NudgedQuantity {
  readonly id: QuantityId
  readonly before: number
  readonly after: number
  readonly actual: number
  /** Σ slope · change of what it is made of, which is right for small changes. */
  readonly predicted: number
}

export interface NudgeEffect {
  /** What was moved, then sums and outputs layer by layer, and the loss; those that neither move nor were to are left out. */
  readonly chain: readonly NudgedQuantity[]
  readonly loss: NudgedQuantity
  /** |predicted − actual| / |actual| of the loss; NaN where it does not change. */
  readonly relativeError: number
}

/**
 * Moves one or several inputs, wanted outputs or parameters of a scene, and compares what comes of it with what the slopes
 * predict, Δy ≈ Σ ∂y/∂x Δx, at one example.
 * @throws RangeError for what cannot be set
 */
export function nudge(scene: Scene, nudges: readonly Nudge[], example = 0): NudgeEffect {
  const before = traceScene(scene)
  const moved = nudges.reduce((each, { id, by }) => {
    if (!isEditable(id))
      throw new RangeError(`Nudge: expected an input, a wanted output or a parameter, got ${id}`)
    return withValue(each, id, readValue(each, id, example) + by, example)
  }, scene)
  const after = traceScene(moved)
  const predicted = predictChanges(before, nudges, example)
  const compare = (id: QuantityId): NudgedQuantity => {
    const [from, to] = [value(before, id, example)!, value(after, id, example)!]
    return { id, before: from, after: to, actual: to - from, predicted: predicted.get(id) ?? 0 }
  }
  const loss = compare(LOSS_ID)
  const chain = [
    ...new Set([...nudges.map(({ id }) => id), ...predicted.keys()].filter((id) => id !== LOSS_ID)),
  ]
    .map(compare)
    .filter(
      ({ actual, predicted: expected, id }) =>
        actual !== 0 || expected !== 0 || nudges.some((each) => each.id === id),
    )
  return {
    chain: [...chain, loss],
    loss,
    relativeError: loss.actual === 0 ? NaN : Math.abs(loss.predicted - loss.actual) / Math.abs(loss.actual),
  }
}

/** The change of each quantity of an example to first order, carried forward from the inputs. */
function predictChanges(trace: Trace, nudges: readonly Nudge[], example: number): Map<QuantityId, number> {
  const changes = new Map<QuantityId, number>()
  for (const { id, by } of nudges) changes.set(id, (changes.get(id) ?? 0) + by)
  const parameter = (id: QuantityId): number => changes.get(id) ?? 0
  // Inputs belong to one example, weights to all of them.
  let below = trace.examples.map(({ input }, n) =>
    input.map((_, i) => (n === example ? parameter(`x:${i}`) : 0)),
  )
  trace.activations.forEach(({ name }, index) => {
    const k = index + 1
    const put = (kind: UnitKind, rows: readonly (readonly number[])[]): void =>
      rows[example]!.forEach((change, j) => changes.set(unitId(kind, k, j), change))
    const sums = trace.examples.map(({ layers, input }, n) => {
      const { weights } = layers[index]!
      const inputs = index === 0 ? input : layers[index - 1]!.output
      return weights.map((row, j) =>
        row.reduce(
          (sum, w, i) => sum + w * below[n]![i]! + parameter(`w:${k}:${i}>${j}`) * inputs[i]!,
          parameter(unitId('b', k, j)),
        ),
      )
    })
    put('z', sums)
    const bent = normalizeChanges(trace, index, sums, parameter)
    if (bent !== sums) put('s', bent)
    below = trace.examples.map(({ layers }, n) => {
      const { output } = layers[index]!
      if (name !== 'softmax')
        return output.map((_, j) => value(trace, unitId('slope', k, j), n)! * bent[n]![j]!)
      const mean = output.reduce((sum, y, j) => sum + y * bent[n]![j]!, 0)
      return output.map((y, j) => y * (bent[n]![j]! - mean))
    })
    put('y', below)
    if (k < trace.activations.length) return
    const { dOutput, dZ, output } = trace.examples[example]!.layers[index]!
    const slopes = dOutput ?? dZ
    const steps = dOutput ? below[example]! : bent[example]!
    const byTargets = output.reduce((sum, _, j) => {
      const change = parameter(`d:${j}`)
      return change === 0 ? sum : sum + value(trace, `d/d:${j}`, example)! * change
    }, 0)
    changes.set(
      LOSS_ID,
      slopes.reduce((sum, slope, j) => sum + slope * steps[j]!, byTargets),
    )
  })
  return changes
}

/** From changes of z to those of s = γ ẑ + β, for `(examples)(units)`; the same list where nothing is normalized. */
function normalizeChanges(
  trace: Trace,
  index: number,
  sums: readonly (readonly number[])[],
  parameter: (id: QuantityId) => number,
): readonly (readonly number[])[] {
  if (!trace.examples[0]!.layers[index]!.normalization) return sums
  const m = sums.length
  const normal = (n: number) => trace.examples[n]!.layers[index]!.normalization!
  return sums.map((row, n) =>
    row.map((change, j) => {
      const { hat, inverse, gamma } = normal(n)
      const isBatch = trace.statistics === 'batch'
      const mean = isBatch ? sums.reduce((sum, each) => sum + each[j]!, 0) / m : 0
      const slope = isBatch ? sums.reduce((sum, each, i) => sum + each[j]! * normal(i).hat[j]!, 0) / m : 0
      const ofHat = inverse[j]! * (change - mean - hat[j]! * slope)
      return (
        gamma[j]! * ofHat +
        parameter(unitId('gamma', index + 1, j)) * hat[j]! +
        parameter(unitId('beta', index + 1, j))
      )
    }),
  )
}
