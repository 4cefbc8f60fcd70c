import { parameterLayout, parameterViews } from '../network/parameters.ts'
import type { PixelScale } from './found-network.ts'
import type { FormatLimit, WrittenNetwork } from './weight-format.ts'

/** The parameters of one layer on their way into a file. */
export interface WrittenLayer {
  readonly inFeatures: number
  readonly outFeatures: number
  /** `(outFeatures, inFeatures)` row-major. */
  readonly weights: Float64Array
  readonly biases: Float64Array
  readonly batchNorm?: {
    readonly gamma: Float64Array
    readonly beta: Float64Array
    readonly runningMean: Float64Array
    readonly runningVariance: Float64Array
  }
}

/** The layers of a network, from the first hidden one to the output. */
export function writtenLayers({ recipe, parameters }: WrittenNetwork): WrittenLayer[] {
  const layout = parameterLayout(recipe)
  return parameterViews(layout, parameters).map((views, k) => {
    const { inFeatures, outFeatures } = layout.layers[k]!
    return { inFeatures, outFeatures, ...views }
  })
}

/** How a network's pixels become inputs. */
export function writtenPixels({ recipe, parameters }: WrittenNetwork): PixelScale {
  const { standardization } = parameterLayout(recipe)
  if (standardization !== undefined) {
    return { shift: parameters[standardization]!, scale: parameters[standardization + 1]! }
  }
  return { shift: 0, scale: recipe.data.normalization === 'none' ? 255 : 1 }
}

/** How pixels become inputs, as people write it: p is a byte. */
export function describePixels({ shift, scale }: PixelScale): string {
  if (shift === 0 && scale === 1) return 'p/255'
  if (shift === 0 && scale === 255) return 'p'
  return `(p/255 − ${rounded(shift)}) / ${rounded(1 / scale)}`
}

/** As many digits as a 32-bit number has. */
const rounded = (value: number): number => Number(value.toPrecision(7))

/** What a format whose files hold no scale of pixels asks of those who use the network elsewhere. */
export function findPixelLimit(recipe: WrittenNetwork['recipe']): FormatLimit[] {
  if (recipe.data.normalization === 'unit') return []
  return [
    {
      code: 'pixels',
      message:
        recipe.data.normalization === 'none'
          ? 'Inputs are pixels as they are, 0 to 255, which only the metadata say.'
          : 'Inputs are standardized pixels, whose mean and deviation only the metadata have.',
      isBlocking: false,
    },
  ]
}

/** What a file with weights leaves behind of a training. */
export function findTrainingLimits({ optimizer, layers }: WrittenNetwork['recipe']): FormatLimit[] {
  const limits: FormatLimit[] = []
  if (optimizer.name !== 'sgd') {
    limits.push({
      code: 'optimizer',
      message: "The optimizer's memory is not in the file: a training that goes on from it begins without.",
      isBlocking: false,
    })
  }
  if (layers.some(({ dropout }) => dropout > 0)) {
    limits.push({
      code: 'dropout',
      message: 'Dropout is not in what other programs run of the file, as it is off when a network answers.',
      isBlocking: false,
    })
  }
  return limits
}

/** What a format of 32-bit numbers loses of a network that was trained with 64-bit ones. */
export function findRoundingLimit({ engine }: WrittenNetwork['recipe']): FormatLimit[] {
  if (engine !== 'reference') return []
  return [
    {
      code: 'rounding',
      message: 'Weights are 64-bit numbers here and 32-bit ones in the file: each is rounded to 7 digits.',
      isBlocking: false,
    },
  ]
}
