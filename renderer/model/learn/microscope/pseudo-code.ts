/** A line of the training algorithm, in the lecture's words and beside it network.py's names. */
export interface CodeLine {
  /** How steps refer to it. */
  readonly id: CodeLineId
  readonly depth: number
  /** The line, in the lecture's notation. */
  readonly text: string
  /** What it is in words, for who hears it. */
  readonly words: string
  /** How network.py calls what it computes. */
  readonly names: string
  /** Shapes as network.py has them, of the layer from `from` to `to` units; empty where there are none. */
  readonly shapes: (from: number, to: number) => string
}

export type CodeLineId =
  | 'epoch'
  | 'batch'
  | 'clear'
  | 'example'
  | 'sum'
  | 'activate'
  | 'loss'
  | 'output-slope'
  | 'hidden-slope'
  | 'add'
  | 'mean'
  | 'update'

const none = (): string => ''

/** The twelve lines; layers k from 1 to N, y⁽⁰⁾ = x. */
export const CODE_LINES: readonly CodeLine[] = [
  {
    id: 'epoch',
    depth: 0,
    text: 'for each epoch, in a new order:',
    words: 'for each epoch, in a new order',
    names: 'SGD: epochs, training_data',
    shapes: none,
  },
  {
    id: 'batch',
    depth: 1,
    text: 'for each mini-batch of T examples:',
    words: 'for each mini-batch of T examples',
    names: 'update_mini_batch: mini_batch',
    shapes: none,
  },
  {
    id: 'clear',
    depth: 2,
    text: 'ΔW ← 0, Δb ← 0',
    words: 'set the sums of the gradients to 0',
    names: 'nabla_w, nabla_b',
    shapes: (from, to) => `(${to}, ${from}), (${to}, 1)`,
  },
  {
    id: 'example',
    depth: 2,
    text: 'for each example (x, d):',
    words: 'for each example',
    names: 'backprop: x, y',
    shapes: (from) => `(${from}, 1)`,
  },
  {
    id: 'sum',
    depth: 3,
    text: 'for k = 1 … N:  z⁽ᵏ⁾ ← W⁽ᵏ⁾ᵀ y⁽ᵏ⁻¹⁾ + b⁽ᵏ⁾',
    words: 'for each layer: weigh its inputs and add the bias',
    names: 'w, b, activation → z, zs',
    shapes: (from, to) => `(${to}, ${from})·(${from}, 1) + (${to}, 1)`,
  },
  {
    id: 'activate',
    depth: 3,
    text: '            y⁽ᵏ⁾ ← f(z⁽ᵏ⁾)',
    words: 'bend the sums',
    names: 'sigmoid → activation, activations',
    shapes: (_from, to) => `(${to}, 1)`,
  },
  {
    id: 'loss',
    depth: 3,
    text: '∂y⁽ᴺ⁾ ← ∂Div(y⁽ᴺ⁾, d)/∂y⁽ᴺ⁾',
    words: 'the slope of the divergence by each output',
    names: 'cost_derivative',
    shapes: (_from, to) => `(${to}, 1)`,
  },
  {
    id: 'output-slope',
    depth: 3,
    text: 'for k = N … 1:  ∂z⁽ᵏ⁾ ← ∂y⁽ᵏ⁾ ⊙ f′(z⁽ᵏ⁾)',
    words: 'for each layer, from the last: back through the bend',
    names: 'sigmoid_prime → delta',
    shapes: (_from, to) => `(${to}, 1) ⊙ (${to}, 1)`,
  },
  {
    id: 'add',
    depth: 3,
    text: '            ΔW⁽ᵏ⁾ += y⁽ᵏ⁻¹⁾ ∂z⁽ᵏ⁾ᵀ, Δb⁽ᵏ⁾ += ∂z⁽ᵏ⁾',
    words: 'add what each weight and bias gets',
    names: 'delta_nabla_w, delta_nabla_b',
    shapes: (from, to) => `(${to}, 1)·(1, ${from})`,
  },
  {
    id: 'hidden-slope',
    depth: 3,
    text: '            ∂y⁽ᵏ⁻¹⁾ ← W⁽ᵏ⁾ ∂z⁽ᵏ⁾',
    words: 'back over the weights',
    names: 'weights[-l+1].transpose(), delta',
    shapes: (from, to) => `(${from}, ${to})·(${to}, 1)`,
  },
  {
    id: 'mean',
    depth: 2,
    text: 'ΔW ← ΔW / T, Δb ← Δb / T',
    words: 'the mean over the mini-batch',
    names: 'eta/len(mini_batch)',
    shapes: none,
  },
  {
    id: 'update',
    depth: 2,
    text: 'W ← W − η ΔW, b ← b − η Δb',
    words: 'step against the slope, learning rate times the mean',
    names: 'weights, biases',
    shapes: (from, to) => `(${to}, ${from}), (${to}, 1)`,
  },
]
