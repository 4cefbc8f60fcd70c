import type { CodeLineId } from './pseudo-code.ts'
import { derivativeId, LOSS_ID, type QuantityId, type UnitKind, unitId, weightId } from './quantity.ts'
import type { Trace } from './trace-types.ts'

export type StepLevel = 'unit' | 'layer' | 'phase'
export type Phase = 'forward' | 'divergence' | 'backward' | 'sum' | 'update'

/** One step of a forward and backward pass over a mini-batch. */
export interface Step {
  readonly phase: Phase
  /** Place in the mini-batch; null for what all examples do together. */
  readonly example: number | null
  /** From 1; null for what is of no layer. */
  readonly layer: number | null
  /** From 0; null for a whole layer. */
  readonly unit: number | null
  readonly line: CodeLineId
  /** What is known after it and was not before, of `example`, or of every example where that is null. */
  readonly computes: readonly QuantityId[]
  /** How many steps of the finest level are done after it. */
  readonly end: number
}

/**
 * The steps of a mini-batch, from the first sum to the update. By `unit`, each number of a unit is a step; by `layer`, all
 * that one layer does; by `phase`, all forward, the loss, all backward. With the statistics of the batch, the examples go
 * through the layers together, else one after the other.
 */
export function listSteps(trace: Trace, level: StepLevel): Step[] {
  const fine = listFine(trace).map((step, i) => ({ ...step, end: i + 1 }))
  if (level === 'unit') return fine
  const groups: Step[] = []
  for (const step of fine) {
    const last = groups.at(-1)
    const isSame =
      last?.phase === step.phase &&
      last.example === step.example &&
      (level === 'phase' || last.layer === step.layer)
    if (isSame) groups.pop()
    const computes = isSame ? [...last.computes, ...step.computes] : step.computes
    const isMixed = isSame && last.layer !== step.layer
    groups.push({ ...step, computes, unit: null, layer: isMixed ? null : step.layer })
  }
  return groups
}

type FineStep = Omit<Step, 'end'>

function listFine(trace: Trace): FineStep[] {
  const examples = trace.examples.map((_, n) => n)
  const passes =
    trace.statistics === 'batch'
      ? [
          ...forwardSteps(trace, null),
          lossStep(null),
          ...backwardSteps(trace, null),
          ...examples.map(addStep),
        ]
      : examples.flatMap((n) => [
          ...forwardSteps(trace, n),
          lossStep(n),
          ...backwardSteps(trace, n),
          addStep(n),
        ])
  const update: FineStep = {
    ...{ phase: 'update', example: null, layer: null, unit: null, line: 'update' },
    computes: [],
  }
  return [...passes, update]
}

const lossStep = (example: number | null): FineStep => ({
  ...{ phase: 'divergence', example, layer: null, unit: null, line: 'divergence' },
  computes: [LOSS_ID],
})
const addStep = (example: number): FineStep => ({
  ...{ phase: 'sum', example, layer: null, unit: null, line: 'add' },
  computes: [],
})

const hasBatchNorm = (trace: Trace, k: number): boolean =>
  trace.examples[0]!.layers[k - 1]!.normalization !== null
const range = (length: number): number[] => Array.from({ length }, (_, i) => i)

function forwardSteps(trace: Trace, example: number | null): FineStep[] {
  return trace.activations.flatMap(({ name }, index) => {
    const k = index + 1
    const units = range(trace.sizes[k]!)
    const step = (kinds: readonly UnitKind[], j: number): FineStep => ({
      ...{ phase: 'forward', example, layer: k, unit: j, line: 'forward' },
      computes: kinds.map((kind) => unitId(kind, k, j)),
    })
    const sums = (j: number): FineStep => step(hasBatchNorm(trace, k) ? ['z'] : ['z', 's'], j)
    const outputs = (j: number): FineStep => step(name === 'softmax' ? ['y'] : ['y', 'slope'], j)
    const normalized = (j: number): FineStep[] =>
      hasBatchNorm(trace, k) ? [step(['mu', 'var'], j), step(['hat', 's'], j)] : []
    // Softmax needs every sum of its layer.
    return name === 'softmax'
      ? [...units.map(sums), ...units.map(outputs)]
      : units.flatMap((j) => [sums(j), ...normalized(j), outputs(j)])
  })
}

function backwardSteps(trace: Trace, example: number | null): FineStep[] {
  const last = trace.sizes.length - 1
  const steps: FineStep[] = []
  for (let k = last; k >= 1; k--) {
    const units = range(trace.sizes[k]!)
    const push = (line: CodeLineId, unit: number | null, ids: readonly QuantityId[]): void => {
      steps.push({ phase: 'backward', example, layer: k, unit, line, computes: ids.map(derivativeId) })
    }
    const isFormed = trace.examples[0]!.layers[k - 1]!.dOutput !== null
    if (isFormed) for (const j of units) push(k === last ? 'start' : 'weights', j, [unitId('y', k, j)])
    const normalized = hasBatchNorm(trace, k)
    for (const j of units) {
      push('slope', j, normalized ? [unitId('s', k, j)] : [unitId('s', k, j), unitId('z', k, j)])
      if (!normalized) continue
      push(
        'slope',
        j,
        (['hat', 'gamma', 'beta'] as const).map((kind) => unitId(kind, k, j)),
      )
      push(
        'slope',
        j,
        (['var', 'mu', 'z'] as const).map((kind) => unitId(kind, k, j)),
      )
    }
    push('weights', null, [
      ...units.flatMap((j) => [
        ...range(trace.sizes[k - 1]!).map((i) => weightId(k, i, j)),
        unitId('b', k, j),
      ]),
      ...(k === 1 ? range(trace.sizes[0]!).map((i) => `x:${i}`) : []),
    ])
  }
  return steps
}

/** What is known after so many steps of the finest level. */
export interface Known {
  /** Whether a quantity of an example is known; what is given is. */
  readonly has: (id: QuantityId, example: number) => boolean
  /** How many examples are added to the batch's gradient. */
  readonly added: number
  readonly isUpdated: boolean
  /** Forward and backward passes that were made, each counted as one, as a whole or in part. */
  readonly passes: number
}

/** What is known after `done` steps of the finest level. */
export function knownAfter(trace: Trace, done: number): Known {
  const steps = listSteps(trace, 'unit')
  const all = new Set(steps.flatMap(({ computes }) => computes))
  const known = new Set<string>()
  const past = steps.slice(0, done)
  for (const { example, computes } of past) {
    for (const n of example === null ? trace.examples.keys() : [example]) {
      for (const id of computes) known.add(`${n} ${id}`)
    }
  }
  const passes = new Set(
    past.flatMap(({ phase, example }) => (PASSES.includes(phase) ? [`${phase} ${example}`] : [])),
  )
  return {
    has: (id, example) => !all.has(id) || known.has(`${example} ${id}`),
    added: past.filter(({ phase }) => phase === 'sum').length,
    isUpdated: past.some(({ phase }) => phase === 'update'),
    passes: passes.size * (trace.statistics === 'batch' ? trace.examples.length : 1),
  }
}

const PASSES: readonly Phase[] = ['forward', 'backward']

/**
 * Passes through the network, one example each, that the gradient of a mini-batch takes: by backpropagation a forward and
 * a backward pass for each example, by difference quotients a forward pass as it is and one for each parameter.
 */
export function passesNeeded(trace: Trace): { readonly backprop: number; readonly differences: number } {
  const m = trace.examples.length
  const parameters = trace.mean.layers.reduce(
    (count, { dWeights, dBiases, dGamma, dBeta }) =>
      count +
      dWeights.length * dWeights[0]!.length +
      dBiases.length +
      (dGamma?.length ?? 0) +
      (dBeta?.length ?? 0),
    0,
  )
  return { backprop: 2 * m, differences: (parameters + 1) * m }
}
