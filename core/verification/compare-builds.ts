import type { LabelledImages } from '../data/data-set.ts'
import type { EngineThreads } from '../engine/wasm/engine-threads.ts'
import { type KernelBuild, type KernelModule, singleModule } from '../engine/wasm/load-kernels.ts'
import type { WasmModule } from '../engine/wasm/web-assembly.ts'
import { WasmEngine } from '../engine/wasm/wasm-engine.ts'
import { dropoutKeys } from '../layers/dropout.ts'
import { type ParameterLayout, parameterViews } from '../network/parameters.ts'
import { OPTIMIZER_DEFAULTS } from '../optimizers/schema.ts'
import { Random } from '../random/random.ts'
import { LECTURE_RECIPE, type Recipe } from '../recipe/recipe.ts'

const COUNT = 13
const SIDE = 6

/** Threads that never come: the build for several computes on one. */
const NO_OTHERS: EngineThreads = { count: 2, start: () => () => 'starting' }

const layer = (units: number, activation: Recipe['layers'][number]['activation'], batchNorm = false) => ({
  ...{ units, activation, batchNorm },
  dropout: 0,
})

/** Small networks that go all ways to a gradient, through full panels and halves. */
const SHAPES: readonly Partial<Recipe>[] = [
  { layers: [layer(30, 'sigmoid'), layer(10, 'sigmoid')] },
  {
    layers: [layer(70, 'relu', true), layer(21, 'tanh'), layer(10, 'softmax')],
    loss: 'softmax-cross-entropy',
    optimizer: OPTIMIZER_DEFAULTS.adam,
    batchSize: COUNT,
    data: { ...LECTURE_RECIPE.data, normalization: 'standardized' },
  },
  {
    layers: [layer(37, 'elu'), layer(10, 'sigmoid')],
    loss: 'binary-cross-entropy',
    optimizer: OPTIMIZER_DEFAULTS.rmsprop,
    batchSize: COUNT,
  },
]

/**
 * Whether a module of the kernels in pairs gives, on a few small networks, the bytes of the single vectors: what a host
 * fuses is not trusted before.
 */
export function matchesSingle(build: KernelBuild, pairs: WasmModule): boolean {
  const single = singleModule(build)
  const images = drawImages()
  return SHAPES.every((shape) => {
    const recipe: Recipe = { ...LECTURE_RECIPE, inputSize: SIDE * SIDE, ...shape }
    const [expected, found] = [single, { module: pairs, step: 2 } satisfies KernelModule].map((kernels) =>
      trainOnce(recipe, images, build, kernels),
    )
    return expected!.every((value, i) => Object.is(value, found![i]))
  })
}

/** Parameters, losses and hits of a step and an evaluation. */
function trainOnce(
  recipe: Recipe,
  images: LabelledImages,
  build: KernelBuild,
  kernels: KernelModule,
): number[] {
  const isRelaxed = build.startsWith('relaxed')
  const threads = build.endsWith('Threads') ? NO_OTHERS : undefined
  const engine = new WasmEngine(recipe, { isRelaxed, kernels, threads })
  engine.load(drawParameters(engine.layout))
  const data = engine.prepare(images)
  const order = Uint32Array.from({ length: COUNT }, (_, i) => (i * 17) % COUNT)
  const trained = engine.step(
    {
      ...{ data, order, from: 0, to: recipe.batchSize },
      penalty: { l1: 0, l2: 0 },
      dropout: dropoutKeys(recipe.seed, 1, recipe.layers.length),
    },
    { learningRate: 0.1, step: 1, keepsGradient: false },
  )
  const evaluated = engine.evaluate(data, 0, COUNT)
  return [
    ...engine.readParameters(),
    ...[trained, evaluated].flatMap(({ lossSum, correct }) => [lossSum, correct]),
  ]
}

function drawImages(): LabelledImages {
  const random = new Random(1, 'images that compare builds')
  const images = Uint8Array.from({ length: COUNT * SIDE * SIDE }, () =>
    random.uniform() < 0.7 ? 0 : random.integer(256),
  )
  const labels = Uint8Array.from({ length: COUNT }, () => random.integer(10))
  return { count: COUNT, rows: SIDE, columns: SIDE, images, labels }
}

function drawParameters(layout: ParameterLayout): Float64Array {
  const random = new Random(1, 'parameters that compare builds')
  const parameters = Float64Array.from({ length: layout.length }, () => random.uniform() - 0.5)
  for (const { batchNorm } of parameterViews(layout, parameters)) batchNorm?.runningVariance.fill(1)
  return parameters
}
