import { describeValue } from '../../recipe/describe-value.ts'
import { FormatError } from '../format-error.ts'
import { orderLayers } from './order-layers.ts'

/** A JSON object. */
export type Config = Readonly<Record<string, unknown>>

/** A layer as a model's configuration has it. */
export interface KerasLayer {
  readonly className: string
  readonly name: string
  readonly config: Config
  /** Those of a model inside the model, from input to output. */
  readonly layers?: readonly KerasLayer[]
}

/** Whether a JSON value is an object. */
export const isConfig = (value: unknown): value is Config =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Models inside models; people nest two or three. */
const MOST_NESTED = 8
const MODELS = ['Sequential', 'Functional', 'Model']

/**
 * The layers of a model from input to output.
 * @param model as `model.to_json()` has it
 * @throws FormatError for a model that is no chain of layers
 */
export function layersOf(model: unknown, depth = 0): KerasLayer[] {
  if (!isConfig(model) || typeof model.class_name !== 'string') {
    throw new FormatError(`expected a model of Keras, got ${describeValue(model)}`)
  }
  const className = model.class_name
  if (!MODELS.includes(className)) {
    throw new FormatError(
      `expected a Sequential or Functional model of Keras, got ${className}, a class of its own whose layers the file does not list; build the same layers with keras.Sequential, set_weights(model.get_weights()), and save that`,
    )
  }
  if (depth > MOST_NESTED) {
    throw new FormatError(`expected models nested at most ${MOST_NESTED} deep, got more`)
  }
  // Keras before 2.2.3 has the list itself.
  const config = model.config
  const listed = Array.isArray(config) ? (config as unknown[]) : isConfig(config) ? config.layers : undefined
  if (!Array.isArray(listed)) {
    throw new FormatError(`${className}: expected a list of layers, got ${describeValue(listed)}`)
  }
  const entries = (listed as unknown[]).map((entry, k) => ({ layer: layerOf(entry, k, depth), entry }))
  return className === 'Sequential' ? entries.map(({ layer }) => layer) : orderLayers(entries)
}

function layerOf(entry: unknown, k: number, depth: number): KerasLayer {
  if (!isConfig(entry) || typeof entry.class_name !== 'string') {
    throw new FormatError(`layer ${k + 1}: expected a layer of Keras, got ${describeValue(entry)}`)
  }
  const className = entry.class_name
  const config = isConfig(entry.config) ? entry.config : {}
  const name = [config.name, entry.name].find((each) => typeof each === 'string') ?? `layer ${k + 1}`
  if (!MODELS.includes(className)) return { className, name, config }
  return { className, name, config, layers: layersOf(entry, depth + 1) }
}
