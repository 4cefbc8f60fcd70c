import type { SpokenFormula } from './exercise-words.ts'

/** What a neuron computes, with its bias as it is or as the weight of an input that is always 1. */
export const NEURON_FORMULAS: Readonly<Record<'bias' | 'weight', SpokenFormula>> = {
  bias: {
    tex: 'y = f(z),\\quad z = w_1 x_1 + w_2 x_2 + b',
    words: 'y is f of z, and z is w 1 times x 1 plus w 2 times x 2 plus b',
  },
  weight: {
    tex: 'y = f(w_1 x_1 + w_2 x_2 + w_3 \\cdot 1),\\quad x = (x_1, x_2, 1)',
    words: 'y is f of w 1 times x 1 plus w 2 times x 2 plus w 3 times 1, where x is x 1, x 2 and 1',
  },
}
