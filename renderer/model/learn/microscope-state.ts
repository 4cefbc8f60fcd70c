import type { QuantityId } from '#core/explain/quantity.ts'
import {
  PREPARED_SCENES,
  TINY_SCENE,
  xorScene,
  type PreparedSceneName,
} from '#core/explain/prepared-scenes.ts'
import type { Notation } from '#core/explain/notation.ts'
import type { Scene } from '#core/explain/scene.ts'
import type { StepLevel } from '#core/explain/steps.ts'
import type { BackwardDefect } from '#core/engine/network-pass.ts'

/** A cut through a run's network: which image, and which of its inputs and units are drawn. */
export interface MicroscopeCut {
  readonly runId: string
  readonly epoch: number
  readonly part: 'training' | 'validation' | 'test'
  /** Place of the image in its part, from 0. */
  readonly image: number
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

/** States by name, which the guided path and links begin with. */
export const PREPARED = {
  tiny: (): MicroscopeState => sceneState('tiny'),
  xor: (): MicroscopeState => sceneState('xor'),
  moons: (): MicroscopeState => sceneState('moons'),
  large: (): MicroscopeState => sceneState('large'),
  'batch-norm': (): MicroscopeState => sceneState('batch-norm'),
  /** XOR with identity layers, which never learns it. */
  'xor-identity': (): MicroscopeState => freshState(xorScene('identity'), 'xor'),
  /** `tiny` with all names on. */
  'tiny-names': (): MicroscopeState => ({ ...freshState(TINY_SCENE, 'tiny'), hasNames: true }),
} as const satisfies Record<string, () => MicroscopeState>
