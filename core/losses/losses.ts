import { exp } from '../math/exponential.ts'
import { ln, ln1p } from '../math/logarithm.ts'
import type { Loss } from './loss.ts'
import type { LossName } from './names.ts'

/** The lecture's quadratic cost (Nielsen, chapter 1). */
const mse: Loss = {
  formula: '½ Σⱼ (aⱼ − yⱼ)²',
  differentiates: 'activations',
  value: (_z, a, y, from, columns) => {
    let sum = 0
    for (let j = from; j < from + columns; j++) sum += (a[j]! - y[j]!) * (a[j]! - y[j]!)
    return 0.5 * sum
  },
}

/**
 * Cross-entropy of sigmoid outputs, each a yes or no of its own (Nielsen, chapter 3), from the logits:
 * max(z, 0) − z y + ln(1 + e^(−|z|)), which has no logarithm of 0.
 */
const binaryCrossEntropy: Loss = {
  formula: '−Σⱼ (yⱼ ln aⱼ + (1 − yⱼ) ln(1 − aⱼ))',
  differentiates: 'logits',
  value: (z, _a, y, from, columns) => {
    let sum = 0
    for (let j = from; j < from + columns; j++) {
      sum += Math.max(z[j]!, 0) - z[j]! * y[j]! + ln1p(exp(-Math.abs(z[j]!)))
    }
    return sum
  },
}

/**
 * Cross-entropy of a softmax output, from the logits: ln Σ_k e^(z_k) − z_j, shifted by the largest logit. Of an answer that
 * is right and very sure, below 1e-15 times the largest |z|, no digit is left.
 */
const softmaxCrossEntropy: Loss = {
  formula: '−Σⱼ yⱼ ln aⱼ',
  differentiates: 'logits',
  value: (z, _a, y, from, columns) => {
    let largest = -Infinity
    for (let j = from; j < from + columns; j++) largest = Math.max(largest, z[j]!)
    let sum = 0
    for (let j = from; j < from + columns; j++) sum += exp(z[j]! - largest)
    const logSum = largest + ln(sum)
    let loss = 0
    for (let j = from; j < from + columns; j++) loss += y[j]! * (logSum - z[j]!)
    return loss
  },
}

/** Every loss, by the name that a recipe gives it. */
export const LOSSES: Readonly<Record<LossName, Loss>> = {
  mse,
  'binary-cross-entropy': binaryCrossEntropy,
  'softmax-cross-entropy': softmaxCrossEntropy,
}
