import { GRAPH, MODEL, NODE, OPSET, TENSOR, VALUE_INFO } from '#core/formats/onnx/fields.ts'
import {
  bytesField,
  integerField,
  message,
  textField,
  type WrittenField,
} from '#core/formats/onnx/protobuf-writer.ts'

/** Opset 13. */
export const opset = bytesField(MODEL.opsetImport, message(integerField(OPSET.version, 13)))

/** A model of opset 13 around the parts of its graph. */
export const modelOf = (...graph: WrittenField[]): Uint8Array =>
  message(integerField(MODEL.irVersion, 7), opset, bytesField(MODEL.graph, message(...graph)))

/** An input or output of the graph. */
export const value = (field: number, name: string): WrittenField =>
  bytesField(field, message(textField(VALUE_INFO.name, name)))

/** The graph's input and output. */
export const ends = [value(GRAPH.input, 'input'), value(GRAPH.output, 'output')]

/** A step of the graph. @param more attributes */
export const node = (
  operator: string,
  inputs: string[],
  output: string,
  ...more: WrittenField[]
): WrittenField =>
  bytesField(
    GRAPH.node,
    message(
      ...inputs.map((input) => textField(NODE.input, input)),
      textField(NODE.output, output),
      textField(NODE.operator, operator),
      ...more,
    ),
  )

/** A tensor of the graph. @param type as in ONNX, 1 for float32 @param numbers the fields that hold its numbers */
export const onnxTensor = (
  name: string,
  shape: number[],
  type: number,
  ...numbers: WrittenField[]
): WrittenField =>
  bytesField(
    GRAPH.initializer,
    message(
      ...shape.map((length) => integerField(TENSOR.dims, length)),
      integerField(TENSOR.dataType, type),
      textField(TENSOR.name, name),
      ...numbers,
    ),
  )
