import { FormatError } from '../format-error.ts'
import { decodeText, nameText } from '../text.ts'
import {
  ATTRIBUTE,
  DIMENSION,
  ENTRY,
  GRAPH,
  MODEL,
  NODE,
  OPSET,
  SHAPE,
  TENSOR_TYPE,
  TYPE,
  VALUE_INFO,
} from './fields.ts'
import type { Model, ModelAttribute, ModelInput, ModelNode, ModelTensor } from './model.ts'
import { parseTensor } from './parse-tensor.ts'
import { readFields, readFloat, readIntegers } from './protobuf-reader.ts'

/** Steps of a model, at most: a network of 50 layers has some hundreds. */
const MOST_NODES = 5_000
/** Tensors of a model, at most: six for each layer, and small ones. */
const MOST_TENSORS = 5_000
/** Values of one node or attribute that are looked at. */
const MOST_VALUES = 64
/** Of its metadata, at most. */
const MOST_ENTRIES = 1_000
/** Older versions have attributes for what became inputs, and broadcast differently. */
const OLDEST_OPSET = 7

/** Reads a model's file. Graphs within nodes are left alone. @throws FormatError */
export function parseModel(bytes: Uint8Array): Model {
  let graph: Uint8Array | undefined
  let opset: number | undefined
  let producer = ''
  let producerVersion = ''
  const metadata = new Map<string, string>()
  for (const { number, bytes: inner } of readFields(bytes, 'Model')) {
    if (number === MODEL.graph) graph = inner
    else if (number === MODEL.opsetImport) opset = parseOpset(inner) ?? opset
    else if (number === MODEL.producerName) producer = decodeText(inner)
    else if (number === MODEL.producerVersion) producerVersion = decodeText(inner)
    else if (number === MODEL.metadata) {
      const entry = parseTexts(inner, 'Metadata')
      metadata.set(entry.get(ENTRY.key) ?? '', entry.get(ENTRY.value) ?? '')
      checkCount(metadata.size, MOST_ENTRIES, 'entries of metadata')
    }
  }
  if (graph === undefined)
    throw new FormatError('expected a graph in the ONNX model, found none; the file is cut off or damaged')
  if (opset === undefined || opset < OLDEST_OPSET) {
    throw new FormatError(
      `expected an ONNX model of opset ${OLDEST_OPSET} or later, got ${opset ?? 'none'}; export it with a later one, as by opset_version=13 in PyTorch`,
    )
  }
  return { ...parseGraph(graph), opset, metadata, writtenBy: nameText(`${producer} ${producerVersion}`) }
}

/** @returns null for operators of others */
function parseOpset(bytes: Uint8Array): number | null {
  let domain = ''
  let version = 0
  for (const field of readFields(bytes, 'Opset')) {
    if (field.number === OPSET.domain) domain = decodeText(field.bytes)
    if (field.number === OPSET.version) version = field.integer
  }
  return isOwnDomain(domain) ? version : null
}

const isOwnDomain = (domain: string): boolean => domain === '' || domain === 'ai.onnx'

function checkCount(count: number, most: number, things: string): void {
  if (count <= most) return
  throw new FormatError(`expected at most ${most.toLocaleString('en-US')} ${things}, got more`)
}

function parseGraph(bytes: Uint8Array): Omit<Model, 'opset' | 'metadata' | 'writtenBy'> {
  const nodes: ModelNode[] = []
  const tensors = new Map<string, ModelTensor>()
  const inputs: ModelInput[] = []
  const outputs: string[] = []
  for (const { number, bytes: inner } of readFields(bytes, 'Graph')) {
    if (number === GRAPH.node) nodes.push(parseNode(inner, nodes.length))
    else if (number === GRAPH.initializer) {
      const tensor = parseTensor(inner, `tensor ${tensors.size + 1}`)
      if (tensors.has(tensor.name))
        throw new FormatError(`${tensor.name}: expected one tensor of this name, got two`)
      tensors.set(tensor.name, tensor)
    } else if (number === GRAPH.input) inputs.push(parseInput(inner))
    else if (number === GRAPH.output) outputs.push(parseInput(inner).name)
    else if (number === GRAPH.sparseInitializer) {
      throw new FormatError(
        'expected weights number by number, got a sparse tensor, which lists some of them',
      )
    }
    checkCount(nodes.length, MOST_NODES, 'steps of a network')
    checkCount(tensors.size + inputs.length + outputs.length, MOST_TENSORS, 'tensors, inputs and outputs')
  }
  // Until IR 3 a model listed its tensors among its inputs as well.
  return { nodes, tensors, inputs: inputs.filter(({ name }) => !tensors.has(name)), outputs }
}

/** The texts of a message by their fields; of a repeated one the last. */
function parseTexts(bytes: Uint8Array, name: string): Map<number, string> {
  const texts = new Map<number, string>()
  for (const field of readFields(bytes, name)) {
    if (field.wireType === 2) texts.set(field.number, decodeText(field.bytes))
  }
  return texts
}

function parseNode(bytes: Uint8Array, index: number): ModelNode {
  const inputs: string[] = []
  const outputs: string[] = []
  const attributes = new Map<string, ModelAttribute>()
  let [name, operator, domain] = ['', '', '']
  const where = `Step ${index + 1}`
  for (const { number, bytes: inner } of readFields(bytes, where)) {
    if (number === NODE.input) inputs.push(decodeText(inner))
    else if (number === NODE.output) outputs.push(decodeText(inner))
    else if (number === NODE.name) name = decodeText(inner)
    else if (number === NODE.operator) operator = decodeText(inner)
    else if (number === NODE.domain) domain = decodeText(inner)
    else if (number === NODE.attribute) {
      const attribute = parseAttribute(inner, where)
      attributes.set(attribute.name, attribute)
    }
    checkCount(inputs.length + outputs.length + attributes.size, MOST_VALUES, 'values of a step')
  }
  const title = `${operator === '' ? 'a step without operator' : shorten(operator)} ${name === '' ? `(step ${index + 1})` : `'${shorten(name)}'`}`
  return { title, name, operator, domain: isOwnDomain(domain) ? '' : domain, inputs, outputs, attributes }
}

/** Names stand in errors; a hostile one may have a million letters. */
const shorten = (name: string): string => (name.length > 80 ? `${name.slice(0, 79)}…` : name)

function parseAttribute(bytes: Uint8Array, where: string): ModelAttribute & { name: string } {
  let name = ''
  const attribute: { -readonly [Key in keyof ModelAttribute]: ModelAttribute[Key] } = {}
  const integers: number[] = []
  for (const field of readFields(bytes, where)) {
    const { number } = field
    if (number === ATTRIBUTE.name) name = decodeText(field.bytes)
    else if (number === ATTRIBUTE.float) attribute.float = readFloat(field, where)
    else if (number === ATTRIBUTE.integer) attribute.integer = field.integer
    else if (number === ATTRIBUTE.text) attribute.text = decodeText(field.bytes)
    else if (number === ATTRIBUTE.tensor) attribute.tensor = parseTensor(field.bytes, `${where}, ${name}`)
    else if (number === ATTRIBUTE.integers) {
      for (const integer of readIntegers(field, where, MOST_VALUES)) integers.push(integer)
      attribute.integers = integers
      checkCount(integers.length, MOST_VALUES, 'whole numbers of an attribute')
    }
  }
  return { ...attribute, name }
}

function parseInput(bytes: Uint8Array): ModelInput {
  let name = ''
  let elementType = 0
  let shape: readonly (number | null)[] | undefined
  for (const value of readFields(bytes, 'Input')) {
    if (value.number === VALUE_INFO.name) name = decodeText(value.bytes)
    if (value.number !== VALUE_INFO.type) continue
    for (const type of readFields(value.bytes, `Input ${name}`)) {
      if (type.number !== TYPE.tensor) continue
      for (const field of readFields(type.bytes, `Input ${name}`)) {
        if (field.number === TENSOR_TYPE.elementType) elementType = field.integer
        if (field.number === TENSOR_TYPE.shape) shape = parseShape(field.bytes, name)
      }
    }
  }
  return { name, elementType, ...(shape !== undefined && { shape }) }
}

function parseShape(bytes: Uint8Array, name: string): (number | null)[] {
  const shape: (number | null)[] = []
  for (const { number, bytes: dimension } of readFields(bytes, `Input ${name}`)) {
    if (number !== SHAPE.dimension) continue
    let length: number | null = null
    for (const field of readFields(dimension, `Input ${name}`)) {
      if (field.number === DIMENSION.value && field.integer > 0) length = field.integer
    }
    shape.push(length)
    checkCount(shape.length, MOST_VALUES, 'axes of an input')
  }
  return shape
}
