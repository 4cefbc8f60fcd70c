export const LOSS_NAMES = ['mse', 'binary-cross-entropy', 'softmax-cross-entropy'] as const

export type LossName = (typeof LOSS_NAMES)[number]
