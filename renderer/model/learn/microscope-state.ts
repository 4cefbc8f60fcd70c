import type { PenStroke } from '#core/data/drawing.ts'
import type { QuantityId } from '#core/explain/quantity.ts'
import {
  PREPARED_SCENES,
  TINY_SCENE,
  xorScene,
  type PreparedSceneName,
} from '#core/explain/prepared-scenes.ts'
import type { Notation } from '#core/explain/notation.ts'
import { type Scene, withParameters } from '#core/explain/scene.ts'
import { traceScene } from '#core/explain/trace.ts'
import { listSteps, type Step, type StepLevel } from '#core/explain/steps.ts'
import { Random } from '#core/random/random.ts'
import type { BackwardDefect } from '#core/engine/network-pass.ts'

/** A drawing that a cut shows in the place of an image. */
export interface MicroscopeDrawing {
  /** In the pad's units; none: an empty pad, whose pixels are all background. */
  readonly strokes: readonly PenStroke[]
  /** The class that is wanted; null: the network's own answer. */
  readonly label: number | null
}

/** A cut through a run's network: which image, and which of its inputs and units are drawn. */
export interface MicroscopeCut {
  readonly runId: string
  /** The epoch of the weights; null: the run's default epoch, until it is known. */
  readonly epoch: number | null
  readonly part: 'train' | 'validation' | 'test'
  /** Place of the image in its part, from 0. */
  readonly image: number
  /** What stands in the place of that image; null: the image itself. */
  readonly drawing: MicroscopeDrawing | null
  /** Pixels that are drawn whatever the rule says, by their index. */
  readonly pinned: readonly number[]
  /** How the other pixels are chosen: the largest |w x|, or the largest |∂Div/∂w|. */
  readonly rule: 'matter' | 'learn'
  /** The hidden unit whose pixels are drawn, and the output whose hidden units are; null: the strongest. */
  readonly hidden: number | null
  readonly output: number | null
}

/** Everything that decides what the microscope shows; plain data, so that a link or a question can set and judge it. */
export interface MicroscopeState {
  /** The prepared scene that it began with; null for one from elsewhere. */
  readonly sceneName: PreparedSceneName | null
  /** Network, mini-batch and learning rate as they are now, edited and trained. */
  readonly scene: Scene
  /** Updates taken since the scene was opened. */
  readonly updates: number
  /** The example that is shown, from 0. */
  readonly example: number
  /** How many of the smallest steps through the mini-batch are done; 0: nothing is computed yet. */
  readonly step: number
  readonly by: StepLevel
  /** The quantity whose formula is shown. */
  readonly chosen: QuantityId | null
  /** The influence path of the chosen quantity that is lit, from 0; null: none. */
  readonly path: number | null
  readonly isExpanded: boolean
  readonly hasNames: boolean
  readonly notation: Notation
  /** Notations that were looked at since the state was set. */
  readonly seenNotations: readonly Notation[]
  /** The difference quotient's h is 10 to this power. */
  readonly hExponent: number
  /** Changes whose effect is predicted, by quantity. */
  readonly nudges: Readonly<Record<QuantityId, number>>
  /** Quantities that a question covers until it is answered. */
  readonly covered: readonly QuantityId[]
  /** A mistake in one of two backward passes to be judged: which pass is broken, and how; null: one right pass. */
  readonly broken: { readonly pass: 'A' | 'B'; readonly defect: BackwardDefect } | null
  /** The run that the picture is cut through; null for a scene, which is shown whole. */
  readonly cut: MicroscopeCut | null
}

/** A scene as it opens: nothing computed, nothing chosen. */
export function freshState(scene: Scene, sceneName: PreparedSceneName | null = null): MicroscopeState {
  return {
    sceneName,
    scene,
    updates: 0,
    example: 0,
    step: 0,
    by: 'unit',
    chosen: null,
    path: null,
    isExpanded: true,
    hasNames: false,
    notation: 'lecture',
    seenNotations: ['lecture'],
    hExponent: -5,
    nudges: {},
    covered: [],
    broken: null,
    cut: null,
  }
}

/** A prepared scene as it opens; large networks open folded. */
export function sceneState(name: PreparedSceneName): MicroscopeState {
  return { ...freshState(PREPARED_SCENES[name](), name), isExpanded: name !== 'large' }
}

/** How many of the smallest steps are done after the last one, of the first example, that is so. */
function stepsUntil(scene: Scene, isSo: (step: Step) => boolean): number {
  return listSteps(traceScene(scene), 'unit').findLast((step) => step.example !== 1 && isSo(step))?.end ?? 0
}
const stepsOf = (scene: Scene): number => listSteps(traceScene(scene), 'unit').length

/** `tiny` with all its steps done and its first weight chosen, which reaches the loss on two ways. */
const firstWeight = (): MicroscopeState => ({
  ...sceneState('tiny'),
  step: stepsOf(TINY_SCENE),
  chosen: 'w:1:0>0',
})

/** The scene after so many updates. */
export function trained(scene: Scene, updates: number): Scene {
  let present = scene
  for (let taken = 0; taken < updates; taken++) {
    present = withParameters(present, traceScene(present).updatedParameters)
  }
  return present
}

/** Updates after which XOR is shown with layers that do not bend, and within which others are to learn it. */
export const XOR_UPDATES = 5000
/** Trained once, when it is needed first. */
let unbent: Scene | null = null

/** A cut through a run as it is asked for first: an image of the test part. */
export function freshCut(runId: string): MicroscopeCut {
  return {
    runId,
    epoch: null,
    part: 'test',
    image: 0,
    drawing: null,
    pinned: [],
    rule: 'matter',
    hidden: null,
    output: null,
  }
}

/** States by name, which the guided path and links begin with. */
export const PREPARED = {
  tiny: (): MicroscopeState => sceneState('tiny'),
  xor: (): MicroscopeState => sceneState('xor'),
  moons: (): MicroscopeState => sceneState('moons'),
  large: (): MicroscopeState => sceneState('large'),
  'batch-norm': (): MicroscopeState => sceneState('batch-norm'),
  /** XOR with layers that do not bend, after 5,000 updates that did not help. */
  bend: (): MicroscopeState => {
    const scene = (unbent ??= trained(xorScene('identity'), XOR_UPDATES))
    return { ...freshState(scene, 'xor'), updates: XOR_UPDATES, step: stepsOf(scene) }
  },
  /** `tiny` with all names on. */
  notation: (): MicroscopeState => ({ ...sceneState('tiny'), hasNames: true }),
  /** `tiny` with the hidden layer computed; the first output's sum is asked for. */
  forward: (): MicroscopeState => ({
    ...sceneState('tiny'),
    step: stepsUntil(TINY_SCENE, ({ phase, layer }) => phase === 'forward' && layer === 1),
    covered: ['z:2:0', 's:2:0'],
  }),
  /** XOR at its start: four examples, their gradients, and the update to come. */
  total: (): MicroscopeState => ({
    ...sceneState('xor'),
    step: stepsOf(xorScene()) - 1,
    chosen: 'w:1:0>0',
  }),
  nudge: (): MicroscopeState => ({ ...firstWeight(), nudges: { 'w:1:0>0': 0.5 } }),
  paths: (): MicroscopeState => ({ ...firstWeight(), path: 0 }),
  /** A derivative beside its difference quotients. */
  quotient: (): MicroscopeState => firstWeight(),
  /** `tiny` with the way back begun; the slope by the first output's sum is asked for. */
  backward: (): MicroscopeState => ({
    ...sceneState('tiny'),
    step: stepsUntil(TINY_SCENE, ({ line }) => line === 'start'),
    covered: ['d/z:2:0', 'd/s:2:0'],
  }),
  /** XOR, one mini-batch of four, before its first step. */
  code: (): MicroscopeState => sceneState('xor'),
} as const satisfies Record<string, () => MicroscopeState>

export type PreparedStateName = keyof typeof PREPARED

/** `tiny` with two backward passes, of which a seed decides which one forgets the slopes of the hidden layer. */
export function brokenState(seed: number): MicroscopeState {
  const pass = new Random(seed, 'broken pass').uniform() < 0.5 ? 'A' : 'B'
  return { ...firstWeight(), hExponent: -1, broken: { pass, defect: 'no-slope' } }
}
