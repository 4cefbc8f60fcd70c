/*
 * Numbers of onnx.proto3 (https://github.com/onnx/onnx), whose messages an ONNX file consists of; those that are read or
 * written here.
 */

export const MODEL = {
  irVersion: 1,
  producerName: 2,
  producerVersion: 3,
  domain: 4,
  modelVersion: 5,
  docString: 6,
  graph: 7,
  opsetImport: 8,
  metadata: 14,
  trainingInfo: 20,
  functions: 25,
  configuration: 26,
} as const

/** `StringStringEntryProto` and `OperatorSetIdProto`. */
export const ENTRY = { key: 1, value: 2 } as const
export const OPSET = { domain: 1, version: 2 } as const

export const GRAPH = {
  node: 1,
  name: 2,
  initializer: 5,
  docString: 10,
  input: 11,
  output: 12,
  sparseInitializer: 15,
} as const

export const NODE = { input: 1, output: 2, name: 3, operator: 4, attribute: 5, domain: 7 } as const

export const ATTRIBUTE = {
  name: 1,
  float: 2,
  integer: 3,
  text: 4,
  tensor: 5,
  floats: 7,
  integers: 8,
  type: 20,
} as const

/** `AttributeProto.AttributeType`, of those that are written. */
export const ATTRIBUTE_TYPE = { float: 1, integer: 2 } as const

export const TENSOR = {
  dims: 1,
  dataType: 2,
  floatData: 4,
  int32Data: 5,
  int64Data: 7,
  name: 8,
  rawData: 9,
  doubleData: 10,
  externalData: 13,
  dataLocation: 14,
} as const

/** `ValueInfoProto` and what its type consists of. */
export const VALUE_INFO = { name: 1, type: 2, docString: 3 } as const
export const TYPE = { tensor: 1 } as const
export const TENSOR_TYPE = { elementType: 1, shape: 2 } as const
export const SHAPE = { dimension: 1 } as const
export const DIMENSION = { value: 1, parameter: 2 } as const

/** `TensorProto.DataType` of 32-bit floats. */
export const FLOAT = 1
