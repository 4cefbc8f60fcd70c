import type { NamedTensor } from '../tensor.ts'

/** A tensor of a model: weights, or whole numbers that say a shape. */
export interface ModelTensor extends NamedTensor {
  readonly count: number
  /** Whole numbers of a small tensor, as shapes and axes are. @throws FormatError where it holds others */
  readIntegers(): readonly number[]
}

/** An attribute of a node; which of the values is meant depends on the operator. */
export interface ModelAttribute {
  readonly float?: number
  readonly integer?: number
  readonly text?: string
  readonly tensor?: ModelTensor
  readonly integers?: readonly number[]
  readonly floats?: readonly number[]
}

/** A step of a model. */
export interface ModelNode {
  /** `Gemm 'fc1'`, for errors. */
  readonly title: string
  /** As the file calls it; empty where it does not. */
  readonly name: string
  readonly operator: string
  /** Empty for ONNX's own operators. */
  readonly domain: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: ReadonlyMap<string, ModelAttribute>
}

/** What a model takes. */
export interface ModelInput {
  readonly name: string
  /** `TensorProto.DataType`; 0 where it is not said. */
  readonly elementType: number
  /** Null for lengths that are left open; undefined where there is no shape. */
  readonly shape?: readonly (number | null)[]
}

/** An ONNX model as its file has it. */
export interface Model {
  /** Version of ONNX's own operators. */
  readonly opset: number
  readonly nodes: readonly ModelNode[]
  readonly tensors: ReadonlyMap<string, ModelTensor>
  /** Without tensors that the file lists among its inputs. */
  readonly inputs: readonly ModelInput[]
  readonly outputs: readonly string[]
  readonly metadata: ReadonlyMap<string, string>
  /** The program that wrote it, with its version; empty where it does not say. */
  readonly writtenBy: string
}
