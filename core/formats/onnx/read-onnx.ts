import { activationOf, type ChosenActivation, readSetting } from '../../activations/settings.ts'
import { describeByRecipe, readCarriedRecipe } from '../carried-recipe.ts'
import { readClassNames } from '../class-names.ts'
import { chainOperations } from '../chain-operations.ts'
import { FormatError } from '../format-error.ts'
import type { FoundNetwork, PixelScale } from '../found-network.ts'
import { listNames } from '../list-names.ts'
import { isFloat } from '../tensor.ts'
import type { WeightReader } from '../weight-format.ts'
import { METADATA } from './metadata.ts'
import type { Model, ModelInput } from './model.ts'
import { readStep } from './operators.ts'
import { parseModel } from './parse-model.ts'
import { numberTypeOf } from './parse-tensor.ts'
import { isModel } from './recognize.ts'
import { type Flow, Tracer } from './tracer.ts'
import type { Value } from './values.ts'

/** Reads ONNX models of fully connected networks. */
export const onnxReader: WeightReader = { recognize: isModel, read: readOnnx }

/**
 * Reads a model, opset 7 or later, step by step from its input to its output.
 * @throws FormatError naming the first step that no fully connected network has
 */
export function readOnnx(bytes: Uint8Array): FoundNetwork {
  const model = parseModel(bytes)
  const tracer = new Tracer([...model.tensors.values()].reduce((sum, { count }) => sum + count, 0))
  const values = new Map<string, Value>()
  const [input, ...others] = model.inputs
  if (input === undefined) throw new FormatError('expected an input for images in the ONNX model, got none')
  values.set(input.name, { kind: 'flow', flow: startFlow(input, tracer) })
  for (const { name } of others) values.set(name, { kind: 'other-input' })
  const used = traceSteps(model, values, tracer)
  const { flow, notes } = chooseOutput(model, values, tracer)
  tracer.settle(flow, `output ${listNames(model.outputs)}`)
  tracer.finish()
  refuseUnused(model, used)
  const chained = chainOperations(tracer.operations)
  const scale = settlePixels(chained.pixels, input, model)
  const types = [...used].map((name) => model.tensors.get(name)).filter((tensor) => tensor !== undefined)
  const classNames = readClassNames(model.metadata.get(METADATA.classes), chained.layers.at(-1)!.outFeatures)
  const network: FoundNetwork = {
    ...(model.writtenBy !== '' && { writtenBy: model.writtenBy }),
    ...(classNames !== undefined && { classNames }),
    layers: chained.layers,
    pixels: scale.pixels,
    isOrientationAssumed: false,
    numberTypes: [...new Set(types.filter(isFloat).map(({ numberType }) => numberType))],
    notes: [...scale.notes, ...tracer.notes, ...chained.notes, ...notes],
  }
  return describeByMetadata(network, model)
}

/** What this program wrote beside the model, where the model still is what it was. */
function describeByMetadata(network: FoundNetwork, { metadata }: Model): FoundNetwork {
  const carried = readCarriedRecipe(metadata.get(METADATA.recipe) ?? '')
  if (carried === null) return network
  const isSame = network.layers.every(({ activation }, k) => {
    const layer = carried.recipe.layers[k]
    return activation !== null && layer !== undefined && isWrittenAs(activationOf(layer), activation)
  })
  // Of a step that was changed since, the model knows more than the recipe.
  return isSame ? describeByRecipe(network, carried, network.pixels) : network
}

/** Whether an activation of the workbench looks like that in a model, whose numbers are 32-bit floats. */
function isWrittenAs(own: ChosenActivation, found: ChosenActivation): boolean {
  const setting = readSetting(own)
  // Leaky ReLU of slope 0 is ReLU, and read as that.
  if (own.name === 'leaky-relu' && setting?.value === 0) return found.name === 'relu'
  return (
    own.name.replace(/-exact$/, '') === found.name &&
    Math.fround(setting?.value ?? 0) === Math.fround(readSetting(found)?.value ?? 0)
  )
}

/** What stands for an axis of any length where a model says no shape: images as rows. */
const ANY_SHAPE = [null, null] as const

function startFlow({ name, elementType, shape = ANY_SHAPE }: ModelInput, tracer: Tracer): Flow {
  const numberType = numberTypeOf(elementType)
  if (elementType !== 0 && !isFloat({ numberType }) && !isWhole(numberType)) {
    throw new FormatError(`${name}: expected images as numbers, got an input of ${numberType}`)
  }
  return tracer.flow(shape)
}

/** Images as whole numbers are bytes. */
const isWhole = (numberType: string): boolean => /^u?int\d+$/.test(numberType)

/** Follows all steps in their order. @returns the names of tensors that they use */
function traceSteps(model: Model, values: Map<string, Value>, tracer: Tracer): Set<string> {
  const used = new Set<string>()
  const valueOf = (name: string, title: string): Value | undefined => {
    if (name === '') return undefined
    const value = values.get(name)
    if (value !== undefined) return value
    const tensor = model.tensors.get(name)
    if (tensor === undefined) {
      throw new FormatError(`${title}: expected '${name.slice(0, 80)}' from a step before it, found none`)
    }
    used.add(name)
    return { kind: 'tensor', tensor }
  }
  for (const node of model.nodes) {
    const { title } = node
    const inputs = node.inputs.map((name) => valueOf(name, title))
    const value = readStep({ node, title, opset: model.opset, tracer, inputs })
    const [output] = node.outputs
    if (output === undefined || output === '') continue
    if (values.has(output) || model.tensors.has(output)) {
      throw new FormatError(
        `${title}: expected a result of its own, got the name '${output.slice(0, 80)}' twice`,
      )
    }
    values.set(output, value)
  }
  return used
}

/** The output that comes of the whole chain; others that come of parts of it are left out. */
function chooseOutput(
  { outputs }: Model,
  values: ReadonlyMap<string, Value>,
  tracer: Tracer,
): { flow: Flow; notes: string[] } {
  const flows = outputs.flatMap((name) => {
    const value = values.get(name)
    return value?.kind === 'flow' ? [{ name, flow: value.flow }] : []
  })
  const last = flows.filter(({ flow }) => flow.after === tracer.count)
  const [chosen] = last
  if (chosen === undefined) {
    throw new FormatError(
      flows.length === 0
        ? `expected an output that comes of the images, got ${outputs.length === 0 ? 'none' : listNames(outputs)}`
        : `output ${flows[0]!.name}: expected it to come of all layers, got layers after it that lead elsewhere`,
    )
  }
  if (last.some(({ flow }) => flow.steps !== chosen.flow.steps)) {
    throw new FormatError(
      `expected one output, got several of the same layer: ${listNames(last.map(({ name }) => name))}`,
    )
  }
  const rest = outputs.filter((name) => name !== chosen.name)
  const notes =
    rest.length === 0
      ? []
      : [`Of the outputs ${listNames([chosen.name])} was read; left out: ${listNames(rest)}.`]
  return { flow: chosen.flow, notes }
}

/** @throws FormatError where weights belong to no step */
function refuseUnused({ tensors }: Model, used: ReadonlySet<string>): void {
  const unused = [...tensors.values()].filter((tensor) => isFloat(tensor) && !used.has(tensor.name))
  if (unused.length === 0) return
  const names = unused.slice(0, 5).map(({ name }) => name.slice(0, 80))
  throw new FormatError(
    `expected each tensor to be used by a step, got ${names.join(', ')}${unused.length > 5 ? ` and ${unused.length - 5} more` : ''} that no step uses; the file is not whole, or of another kind of network`,
  )
}

/** Steps in front of the first layer that divide by this or more take bytes: pixels from 0 to 1 are multiplied. */
const SCALE_OF_BYTES = 0.1

function settlePixels(
  inFront: PixelScale | null,
  { elementType }: ModelInput,
  { metadata }: Model,
): { pixels: PixelScale | null; notes: string[] } {
  const { shift, scale } = inFront ?? { shift: 0, scale: 1 }
  const ofBytes = { shift: shift / 255, scale: scale * 255 }
  if (metadata.get(METADATA.input) === METADATA.pixels) return { pixels: { shift, scale }, notes: [] }
  if (isWhole(numberTypeOf(elementType))) {
    return { pixels: ofBytes, notes: ['The model takes pixels as bytes, as its input are whole numbers.'] }
  }
  if (inFront === null) return { pixels: null, notes: [] }
  if (Math.abs(scale) < SCALE_OF_BYTES) {
    return {
      pixels: ofBytes,
      notes: ['The model is taken to get pixels as bytes, as it divides them itself.'],
    }
  }
  return {
    pixels: { shift, scale },
    notes: ['The model is taken to get pixels as p/255, as it normalizes them itself.'],
  }
}
