import {
  ATTRIBUTE,
  ATTRIBUTE_TYPE,
  DIMENSION,
  FLOAT,
  GRAPH,
  NODE,
  SHAPE,
  TENSOR,
  TENSOR_TYPE,
  TYPE,
  VALUE_INFO,
} from './fields.ts'
import {
  bytesField,
  floatBytes,
  floatField,
  integerField,
  message,
  textField,
  type WrittenField,
} from './protobuf-writer.ts'

/** An input or output of a graph. */
export interface WrittenValue {
  readonly name: string
  /** A number or, for a length that a file leaves open, its name. */
  readonly shape: readonly (number | string)[]
  /** What it means, a sentence. */
  readonly meaning: string
}

interface Attributes {
  readonly floats?: Readonly<Record<string, number>>
  readonly integers?: Readonly<Record<string, number>>
}

/** Gathers nodes and tensors of a graph whose values are 32-bit floats. */
export class GraphWriter {
  readonly #nodes: { operator: string; inputs: readonly string[]; output: string; attributes: Attributes }[] =
    []
  readonly #tensors = new Map<string, WrittenField>()
  /** What new nodes belong to: names of nodes and their results begin with it. */
  scope = ''

  /** Adds a node with one result. @returns the name of the result */
  node(operator: string, inputs: readonly string[], attributes: Attributes = {}): string {
    const same = this.#nodes.filter(({ output }) =>
      output.startsWith(`${this.scope}.${operator.toLowerCase()}`),
    )
    const output = `${this.scope}.${operator.toLowerCase()}${same.length === 0 ? '' : same.length + 1}`
    this.#nodes.push({ operator, inputs, output, attributes })
    return output
  }

  /** Adds a tensor. @returns its name */
  tensor(name: string, shape: readonly number[], numbers: ArrayLike<number>): string {
    const tensor = message(
      ...shape.map((length) => integerField(TENSOR.dims, length)),
      integerField(TENSOR.dataType, FLOAT),
      textField(TENSOR.name, name),
      bytesField(TENSOR.rawData, floatBytes(numbers)),
    )
    this.#tensors.set(name, bytesField(GRAPH.initializer, tensor))
    return name
  }

  /** Adds a single number, once for each name. @returns its name */
  scalar(name: string, value: number): string {
    return this.#tensors.has(name) ? name : this.tensor(name, [], [value])
  }

  /** The graph as a message, from its input to the result of its last node. */
  finish(name: string, meaning: string, input: WrittenValue, output: WrittenValue): Uint8Array {
    const last = this.#nodes.at(-1)!
    return message(
      ...this.#nodes.map((node) =>
        bytesField(GRAPH.node, writeNode(node === last ? { ...node, output: output.name } : node)),
      ),
      textField(GRAPH.name, name),
      ...this.#tensors.values(),
      textField(GRAPH.docString, meaning),
      bytesField(GRAPH.input, writeValue(input)),
      bytesField(GRAPH.output, writeValue(output)),
    )
  }
}

function writeNode({
  operator,
  inputs,
  output,
  attributes: { floats = {}, integers = {} },
}: {
  operator: string
  inputs: readonly string[]
  output: string
  attributes: Attributes
}): Uint8Array {
  const attribute = (name: string, value: WrittenField, type: number): WrittenField =>
    bytesField(
      NODE.attribute,
      message(textField(ATTRIBUTE.name, name), value, integerField(ATTRIBUTE.type, type)),
    )
  return message(
    ...inputs.map((input) => textField(NODE.input, input)),
    textField(NODE.output, output),
    textField(NODE.name, `${output}.node`),
    textField(NODE.operator, operator),
    ...Object.entries(floats).map(([name, value]) =>
      attribute(name, floatField(ATTRIBUTE.float, value), ATTRIBUTE_TYPE.float),
    ),
    ...Object.entries(integers).map(([name, value]) =>
      attribute(name, signedField(ATTRIBUTE.integer, value), ATTRIBUTE_TYPE.integer),
    ),
  )
}

/** Negative numbers are written as their 64 bits. */
function signedField(number: number, value: number): WrittenField {
  if (value >= 0) return integerField(number, value)
  const bits = new Uint8Array(10).fill(255)
  bits[0] = 128 + ((value % 128) + 128)
  bits[9] = 1
  return [...integerField(number, 0).slice(0, 1), bits]
}

function writeValue({ name, shape, meaning }: WrittenValue): Uint8Array {
  const dimensions = shape.map((length) =>
    bytesField(
      SHAPE.dimension,
      message(
        typeof length === 'number'
          ? integerField(DIMENSION.value, length)
          : textField(DIMENSION.parameter, length),
      ),
    ),
  )
  const tensor = message(
    integerField(TENSOR_TYPE.elementType, FLOAT),
    bytesField(TENSOR_TYPE.shape, message(...dimensions)),
  )
  return message(
    textField(VALUE_INFO.name, name),
    bytesField(VALUE_INFO.type, message(bytesField(TYPE.tensor, tensor))),
    textField(VALUE_INFO.docString, meaning),
  )
}
