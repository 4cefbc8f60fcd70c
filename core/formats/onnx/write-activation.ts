import type { ActivationName } from '../../activations/names.ts'
import { type ChosenActivation, readSetting } from '../../activations/settings.ts'
import type { GraphWriter } from './graph-writer.ts'

/** Writes the nodes of an activation. @returns the name of their result */
type WriteActivation = (graph: GraphWriter, z: string, chosen: ChosenActivation) => string

const single =
  (operator: string): WriteActivation =>
  (graph, z) =>
    graph.node(operator, [z])

/** ONNX has the same name for leaky ReLU's slope and ELU's α. */
const shaped =
  (operator: string): WriteActivation =>
  (graph, z, chosen) =>
    graph.node(operator, [z], { floats: { alpha: readSetting(chosen)!.value } })

/** z Φ(z) = z (1 + erf(z / √2)) / 2: no opset before 20 has an operator for it. */
const writeGelu: WriteActivation = (graph, z) => {
  const scaled = graph.node('Mul', [z, graph.scalar('sqrt_half', 0.7071067811865476)])
  const shifted = graph.node('Add', [graph.node('Erf', [scaled]), graph.scalar('one', 1)])
  return graph.node('Mul', [graph.node('Mul', [z, shifted]), graph.scalar('half', 0.5)])
}

/** Every activation in operators of opset 13. */
export const WRITTEN_ACTIVATIONS: Readonly<Record<ActivationName, WriteActivation>> = {
  sigmoid: single('Sigmoid'),
  tanh: single('Tanh'),
  relu: single('Relu'),
  softplus: single('Softplus'),
  'leaky-relu': shaped('LeakyRelu'),
  elu: shaped('Elu'),
  gelu: writeGelu,
  silu: (graph, z) => graph.node('Mul', [z, graph.node('Sigmoid', [z])]),
  'elu-exact': shaped('Elu'),
  'gelu-exact': writeGelu,
  identity: (_graph, z) => z,
  // Below opset 13 the axis was 1 by default, from it on −1: written, all readers take the row.
  softmax: (graph, z) => graph.node('Softmax', [z], { integers: { axis: -1 } }),
}
