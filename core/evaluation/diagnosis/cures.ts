import { ACTIVATION_SHAPES } from '../../activations/names.ts'
import { withActivation } from '../../activations/settings.ts'
import { fittingRate, narrowInitializer } from '../../recipe/fitting-defaults.ts'
import { fitOutput } from '../../recipe/combinations.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import type { RunEvidence } from './evidence.ts'
import type { Cure, Finding } from './finding.ts'

/** Only from this much more on are images worth a mention. */
const MANY_MORE = 1.2

/** What helps against a finding, the likeliest first; empty where nothing needs to. */
export function findCures(finding: Finding, evidence: RunEvidence): Cure[] {
  const { recipe, data = null } = evidence
  const { layers, optimizer, epochs, batchSize } = recipe
  const fitting = fittingRate(recipe)
  const lowerRate: Cure = {
    code: 'learning-rate',
    value:
      optimizer.learningRate > 1.5 * fitting ? fitting : Number((optimizer.learningRate / 10).toPrecision(3)),
  }
  const narrow = narrowStart(recipe)
  const isNarrow = recipe.initializer.name === narrow.name && recipe.initializer.gain === 1
  const isPlain = recipe.initializer.name === 'standard-normal' || recipe.initializer.gain > 2
  switch (finding.code) {
    case 'diverged':
      return [
        ...(recipe.data.normalization === 'none' ? [{ code: 'normalization', name: 'unit' } as const] : []),
        ...(isPlain && ACTIVATION_SHAPES[layers[0]!.activation] === 'rectifying' ? [narrow] : []),
        lowerRate,
        ...(recipe.gradientClipping === null ? [{ code: 'clipping', norm: 1 } as const] : []),
      ]
    case 'data':
      return [
        ...(data?.cures ?? []).map((cure): Cure => ({ code: 'data', cure })),
        ...(finding.finding.code === 'shared-images' ? [] : moreImages(evidence)),
      ]
    case 'symmetric-start':
      return [narrow]
    case 'dead-units': {
      const isHigh = optimizer.learningRate > 1.5 * fitting
      return [
        ...(isNarrow || !isPlain ? [] : [narrow]),
        ...(isHigh ? [lowerRate] : []),
        { code: 'activation', name: 'leaky-relu' },
      ]
    }
    case 'squared-outputs':
      return [{ code: 'loss', loss: 'softmax-cross-entropy' }]
    case 'wide-start':
      return [narrow, ...crossEntropyFor(recipe), { code: 'batch-norm' }]
    case 'stuck-outputs':
      return [narrow, ...crossEntropyFor(recipe)]
    case 'neglected-classes':
      return (data?.cures ?? []).map((cure): Cure => ({ code: 'data', cure }))
    case 'rate-too-high':
      return [lowerRate]
    case 'rate-too-low':
      return [
        { code: 'learning-rate', value: fitting },
        { code: 'epochs', value: 10 * epochs },
      ]
    case 'idle-end':
      return [{ code: 'schedule-end' }]
    case 'few-steps':
      return [
        { code: 'batch-size', value: Math.min(10, batchSize) },
        { code: 'epochs', value: 10 * epochs },
      ]
    case 'still-improving':
      return [
        { code: 'epochs', value: Math.max(epochs + 5, 3 * epochs) },
        ...(optimizer.learningRate < fitting ? [{ code: 'learning-rate', value: fitting } as const] : []),
      ]
    case 'stopped-early':
      return [{ code: 'no-stopping' }]
    case 'regularized-too-much':
      return [{ code: 'less-regularization', kind: finding.kind }]
    case 'fading-gradient':
      return [{ code: 'activation', name: 'relu' }, { code: 'batch-norm' }]
    case 'large-inputs':
      return [{ code: 'normalization', name: 'unit' }]
    case 'too-small':
      return finding.hidden.length === 0
        ? [{ code: 'hidden-layer', units: 30 }]
        : [{ code: 'units', value: Math.max(30, 3 * Math.max(...finding.hidden)) }]
    case 'overfitting':
      return curesOfOverfitting(evidence, finding.lossRise !== null)
    case 'few-unseen-images':
      return moreUnseenImages(evidence)
    case 'fine':
    case 'unexplained':
    case 'tried':
    case 'unknown':
      return []
  }
}

/** Sums over more hidden neurons than this want shorter steps with the quadratic loss, once they are not saturated. */
const WIDE_LAYER = 100

/** Smaller first weights, with a rate that holds where the neurons are no longer saturated. */
function narrowStart(recipe: Recipe): Extract<Cure, { code: 'initializer' }> {
  const width = recipe.loss === 'mse' ? (recipe.layers.at(-2)?.units ?? 1) : 1
  const most = Number((fittingRate(recipe) * Math.min(1, WIDE_LAYER / width)).toPrecision(2))
  return {
    code: 'initializer',
    name: narrowInitializer(recipe),
    learningRate: recipe.optimizer.learningRate > most ? most : null,
  }
}

function crossEntropyFor({ loss, layers }: Recipe): Cure[] {
  return loss === 'mse' && layers.at(-1)!.activation === 'sigmoid'
    ? [{ code: 'loss', loss: 'binary-cross-entropy' }]
    : []
}

/** More training images, where the data set has some that no part uses. */
function moreImages({ recipe, fileCounts = null }: RunEvidence): Cure[] {
  const { trainSize, validationSize } = recipe.data
  const count = (fileCounts?.training ?? 0) - validationSize
  return count < MANY_MORE * trainSize ? [] : [{ code: 'more-images', count }]
}

/** More images of the part that a run is judged by, where the data set has some that no part uses. */
function moreUnseenImages({ recipe, fileCounts = null }: RunEvidence): Cure[] {
  if (fileCounts === null) return []
  const { trainSize, validationSize, testSize } = recipe.data
  const isValidation = validationSize > 0
  const count = isValidation ? fileCounts.training - trainSize : fileCounts.test
  return count < MANY_MORE * (isValidation ? validationSize : testSize)
    ? []
    : [{ code: 'more-unseen-images', part: isValidation ? 'validation' : 'test', count }]
}

function curesOfOverfitting(evidence: RunEvidence, roseAgain: boolean): Cure[] {
  const { recipe } = evidence
  const canDropOut = recipe.layers.slice(0, -1).some(({ units, dropout }) => units >= 50 && dropout === 0)
  return [
    ...moreImages(evidence),
    ...(recipe.data.augmentation === null ? [{ code: 'augmentation' } as const] : []),
    ...(canDropOut ? [{ code: 'dropout', share: 0.5 } as const] : []),
    ...(roseAgain && recipe.stopping.patience === null && recipe.data.validationSize > 0
      ? [{ code: 'patience', epochs: 10 } as const]
      : []),
  ]
}

/** A recipe with a cure in it; null where a recipe cannot say it. */
export function applyCure(recipe: Recipe, cure: Cure): Recipe | null {
  const hidden = recipe.layers.slice(0, -1)
  const output = recipe.layers.at(-1)!
  const withHidden = (change: Partial<Recipe['layers'][number]>): Recipe => ({
    ...recipe,
    layers: [...hidden.map((layer) => ({ ...layer, ...change })), output],
  })
  switch (cure.code) {
    case 'initializer': {
      const learningRate = cure.learningRate ?? recipe.optimizer.learningRate
      return {
        ...recipe,
        initializer: { ...recipe.initializer, name: cure.name, gain: 1 },
        optimizer: { ...recipe.optimizer, learningRate },
      }
    }
    case 'loss': {
      const activation = fitOutput(output.activation, cure.loss)
      const next = { ...recipe, loss: cure.loss, layers: [...hidden, withActivation(output, activation)] }
      // A steeper loss wants shorter steps.
      return { ...next, optimizer: { ...next.optimizer, learningRate: fittingRate(next) } }
    }
    case 'learning-rate':
      return { ...recipe, optimizer: { ...recipe.optimizer, learningRate: cure.value } }
    case 'epochs':
      return { ...recipe, epochs: cure.value }
    case 'batch-size':
      return { ...recipe, batchSize: cure.value }
    case 'normalization':
      return { ...recipe, data: { ...recipe.data, normalization: cure.name } }
    case 'schedule-end':
      return recipe.schedule.name === 'cosine'
        ? { ...recipe, schedule: { ...recipe.schedule, reaches: 'after-last-epoch' } }
        : { ...recipe, schedule: { name: 'constant' } }
    case 'no-stopping':
      return {
        ...recipe,
        stopping: { ...recipe.stopping, patience: null, convergence: null, timeLimitSeconds: null },
      }
    case 'less-regularization':
      return weaken(recipe, cure.kind)
    case 'activation': {
      const next = { ...recipe, layers: [...hidden.map((layer) => withActivation(layer, cure.name)), output] }
      const { loss } = recipe
      const learningRate = Math.min(recipe.optimizer.learningRate, fittingRate({ ...next, loss }))
      return {
        ...next,
        initializer: { ...recipe.initializer, name: narrowInitializer(next) },
        optimizer: { ...recipe.optimizer, learningRate },
      }
    }
    case 'batch-norm':
      return withHidden({ batchNorm: true })
    case 'units':
      return withHidden({ units: cure.value })
    case 'hidden-layer': {
      const added = { units: cure.units, activation: 'sigmoid', batchNorm: false, dropout: 0 } as const
      return { ...recipe, layers: [added, output] }
    }
    case 'augmentation':
      return {
        ...recipe,
        data: {
          ...recipe.data,
          augmentation: {
            shift: 1.5,
            rotation: 10,
            scale: 0.1,
            shear: 0.1,
            elasticStrength: 0,
            elasticSmoothness: 4,
            thickness: 0,
          },
        },
      }
    case 'dropout':
      return withHidden({ dropout: cure.share })
    case 'patience':
      return {
        ...recipe,
        stopping: { ...recipe.stopping, patience: { epochs: cure.epochs, measure: 'validation-accuracy' } },
      }
    case 'clipping':
      return { ...recipe, gradientClipping: cure.norm }
    case 'data':
      return cure.cure === 'stratify' ? { ...recipe, data: { ...recipe.data, isStratified: true } } : null
    case 'more-images':
      return { ...recipe, data: { ...recipe.data, trainSize: cure.count } }
    case 'more-unseen-images': {
      const size = cure.part === 'test' ? { testSize: cure.count } : { validationSize: cure.count }
      return { ...recipe, data: { ...recipe.data, ...size } }
    }
  }
}

function weaken(recipe: Recipe, kind: 'l1' | 'l2' | 'dropout' | 'weight-decay'): Recipe {
  switch (kind) {
    case 'l1':
    case 'l2':
      return { ...recipe, [kind]: { ...recipe[kind], lambda: 0 } }
    case 'dropout':
      return {
        ...recipe,
        layers: recipe.layers.map((layer) => ({ ...layer, dropout: Math.min(layer.dropout, 0.2) })),
      }
    case 'weight-decay':
      return recipe.optimizer.name === 'adamw'
        ? { ...recipe, optimizer: { ...recipe.optimizer, weightDecay: 0.01 } }
        : recipe
  }
}
