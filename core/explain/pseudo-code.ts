/** A line of backpropagation as one algorithm. */
export type CodeLineId =
  | 'epoch'
  | 'batch'
  | 'zero'
  | 'example'
  | 'input'
  | 'forward'
  | 'divergence'
  | 'start'
  | 'slope'
  | 'weights'
  | 'add'
  | 'update'

export interface CodeLine {
  readonly id: CodeLineId
  /** Levels of indentation. */
  readonly depth: number
  readonly text: string
  /** The lecture's word for it. */
  readonly lecture: string
  /** The names that network.py has for it. */
  readonly networkPy: string
}

/** Twelve lines of pseudo-code, in order, beside the lecture's words and network.py's names. */
export const PSEUDO_CODE: readonly CodeLine[] = [
  { id: 'epoch', depth: 0, text: 'repeat for each epoch', lecture: 'epoch', networkPy: 'SGD: epochs' },
  {
    id: 'batch',
    depth: 1,
    text: 'for each mini-batch of m examples',
    lecture: 'mini-batch',
    networkPy: 'SGD: mini_batches',
  },
  {
    id: 'zero',
    depth: 2,
    text: 'G ← 0',
    lecture: 'gradient, empty',
    networkPy: 'update_mini_batch: nabla_w, nabla_b',
  },
  {
    id: 'example',
    depth: 2,
    text: 'for each example (x, d)',
    lecture: 'training pair (X, d)',
    networkPy: 'update_mini_batch: x, y',
  },
  { id: 'input', depth: 3, text: 'y⁰ ← x', lecture: 'input', networkPy: 'backprop: activation = x' },
  {
    id: 'forward',
    depth: 3,
    text: 'for k = 1 … N:  zᵏ ← Wᵏ yᵏ⁻¹ + bᵏ;  yᵏ ← f(zᵏ)',
    lecture: 'forward pass',
    networkPy: 'backprop: zs, activations',
  },
  {
    id: 'divergence',
    depth: 3,
    text: 'Div ← loss of yᴺ and d',
    lecture: 'divergence',
    networkPy: 'not computed',
  },
  {
    id: 'start',
    depth: 3,
    text: '∂yᴺ ← ∂Div/∂yᴺ',
    lecture: 'derivative by the output',
    networkPy: 'cost_derivative',
  },
  {
    id: 'slope',
    depth: 3,
    text: 'for k = N … 1:  ∂zᵏ ← ∂yᵏ ⊙ f′(zᵏ)',
    lecture: 'through the activation',
    networkPy: 'backprop: delta, sigmoid_prime',
  },
  {
    id: 'weights',
    depth: 4,
    text: '∂Wᵏ ← ∂zᵏ (yᵏ⁻¹)ᵀ;  ∂bᵏ ← ∂zᵏ;  ∂yᵏ⁻¹ ← (Wᵏ)ᵀ ∂zᵏ',
    lecture: 'derivatives by weights, and one layer back',
    networkPy: 'backprop: nabla_w[-l], nabla_b[-l]',
  },
  {
    id: 'add',
    depth: 3,
    text: 'G ← G + (∂W, ∂b)',
    lecture: 'sum over the examples',
    networkPy: 'update_mini_batch: nabla_w + delta_nabla_w',
  },
  {
    id: 'update',
    depth: 2,
    text: '(W, b) ← (W, b) − η/m G',
    lecture: 'update',
    networkPy: 'update_mini_batch: self.weights, self.biases',
  },
]

/** Shapes of what a layer's lines multiply, as in `(30, 784)·(784, 1)`. @param k the layer, from 1 */
export function layerShapes(
  sizes: readonly number[],
  k: number,
): { readonly forward: string; readonly weights: string } {
  const [inputs, units] = [sizes[k - 1]!, sizes[k]!]
  return {
    forward: `(${units}, ${inputs})·(${inputs}, 1) + (${units}, 1) = (${units}, 1)`,
    weights: `(${units}, 1)·(1, ${inputs}) = (${units}, ${inputs})`,
  }
}
