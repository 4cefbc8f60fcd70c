import type { LossName } from '../../losses/names.ts'
import { chainOperations } from '../chain-operations.ts'
import { FormatError } from '../format-error.ts'
import type { FoundNetwork } from '../found-network.ts'
import { type Hdf5Group, isHdf5, openHdf5 } from '../hdf5/open-hdf5.ts'
import { readJson } from '../read-json.ts'
import { mostNumbersOf } from '../tensor.ts'
import { decodeText, nameText } from '../text.ts'
import type { FormatTools, WeightReader } from '../weight-format.ts'
import { isZip, readZip, unpackedLimit } from '../zip/read-zip.ts'
import { readLayers, type KerasReading } from './layer-operations.ts'
import { findVars, VarsSource, type WeightSource } from './layer-weights.ts'
import { LegacySource, textsOf } from './legacy-weights.ts'
import { isConfig, type KerasLayer, layersOf } from './model-config.ts'
import { readLoss } from './read-loss.ts'
import { chainSavedWeights } from './saved-weights.ts'

const CONFIG = 'config.json'
const WEIGHTS = 'model.weights.h5'
const METADATA = 'metadata.json'
const KERAS = 'Keras'

/** Reads models and weights of Keras: archives of version 3, and HDF5 files of all versions. */
export const kerasReader: WeightReader = {
  recognize: (bytes) => isHdf5(bytes) || isKerasArchive(bytes),
  read: (bytes, tools) => (isHdf5(bytes) ? readFile(bytes, tools) : readArchive(bytes, tools)),
}

/** Names are read without unpacking. */
const NO_TOOLS: FormatTools = { inflateRaw: () => null, crc32: () => 0 }

function isKerasArchive(bytes: Uint8Array): boolean {
  if (!isZip(bytes)) return false
  try {
    const names = readZip(bytes, NO_TOOLS, Infinity).map(({ name }) => name)
    return names.includes(WEIGHTS) || (names.includes(CONFIG) && names.includes(METADATA))
  } catch {
    const first = decodeText(bytes.subarray(30, 30 + Math.min(bytes[26] ?? 0, 64)))
    return [WEIGHTS, CONFIG, METADATA].includes(first)
  }
}

/** @throws FormatError */
function readArchive(bytes: Uint8Array, tools: FormatTools): FoundNetwork {
  const entries = readZip(bytes, tools, unpackedLimit(bytes.length))
  const read = (name: string): Uint8Array => {
    const entry = entries.find((each) => each.name === name)
    if (entry !== undefined) return entry.read()
    throw new FormatError(
      `expected ${CONFIG} and ${WEIGHTS}, as model.save writes them, got an archive without ${name}`,
    )
  }
  const model = readJson(decodeText(read(CONFIG)), `${CONFIG} of a model of Keras`)
  const layers = layersOf(model)
  const weights = read(WEIGHTS)
  if (!isHdf5(weights)) throw new FormatError(`${WEIGHTS}: expected an HDF5 file, got another`)
  const compiled = isConfig(model) ? model.compile_config : undefined
  const opened = openHdf5(weights, tools, mostNumbersOf(bytes.length))
  const network = describe(layers, new VarsSource(opened, layers), compiled)
  const metadata = entries.find(({ name }) => name === METADATA)
  return { ...network, writtenBy: metadata === undefined ? KERAS : versionIn(metadata.read()) }
}

/** Keras with its version, as far as its metadata say it. */
function versionIn(metadata: Uint8Array): string {
  let value: unknown
  try {
    value = readJson(decodeText(metadata), METADATA)
  } catch {
    return KERAS
  }
  const version = isConfig(value) ? value.keras_version : undefined
  return nameText(`${KERAS} ${typeof version === 'string' ? version : ''}`)
}

/** @throws FormatError */
function readFile(bytes: Uint8Array, tools: FormatTools): FoundNetwork {
  const mostNumbers = mostNumbersOf(bytes.length)
  const file = openHdf5(bytes, tools, mostNumbers)
  const [config] = file.texts('model_config') ?? []
  if (config === undefined) return readWeightsAlone(file, mostNumbers)
  const weights = file.group('model_weights')
  if (weights === null) throw new FormatError('model_weights: expected the weights of the model, found none')
  const layers = layersOf(readJson(config, 'model_config of Keras as JSON'))
  const [training] = file.texts('training_config') ?? []
  const compiled = training === undefined ? undefined : readJson(training, 'training_config of Keras as JSON')
  return { ...describe(layers, new LegacySource(weights), compiled), writtenBy: writerOf(file) }
}

/** Keras with its version and what it ran on, as its HDF5 files say it: `Keras 2.15.0 on tensorflow`. */
function writerOf(file: Hdf5Group): string {
  const [version = ''] = file.texts('keras_version') ?? []
  const [backend] = file.texts('backend') ?? []
  return nameText(`${KERAS} ${version}${backend === undefined ? '' : ` on ${backend}`}`)
}

function readWeightsAlone(file: Hdf5Group, mostNumbers: number): FoundNetwork {
  const holder = file.group('model_weights') ?? file
  const isOfKeras = textsOf(holder, 'layer_names') !== null || findVars(file).length > 0
  if (isOfKeras) return { ...chainSavedWeights(file, holder, mostNumbers), writtenBy: writerOf(holder) }
  const found = file.names.slice(0, 5).join(', ')
  throw new FormatError(
    `expected a model of Keras or its weights, got an HDF5 file of another program${found === '' ? '' : ` with ${found}`}; matrices of your own come in as NPZ, as numpy.savez writes them`,
  )
}

function describe(layers: readonly KerasLayer[], source: WeightSource, compiled: unknown): FoundNetwork {
  const reading: KerasReading = { operations: [], numberTypes: new Set(), notes: [] }
  readLayers(layers, source, reading)
  const chained = chainOperations(reading.operations)
  const loss: LossName | undefined = readLoss(compiled, chained.layers.at(-1)?.activation?.name)
  return {
    ...chained,
    ...(loss !== undefined && { loss }),
    isOrientationAssumed: false,
    numberTypes: [...reading.numberTypes],
    notes: [...reading.notes, ...chained.notes],
  }
}
