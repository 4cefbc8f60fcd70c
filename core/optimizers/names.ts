/** Optimizers, in order of complexity. */
export const OPTIMIZER_NAMES = ['sgd', 'momentum', 'nesterov', 'adagrad', 'rmsprop', 'adam', 'adamw'] as const

export type OptimizerName = (typeof OPTIMIZER_NAMES)[number]
