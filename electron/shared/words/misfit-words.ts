import type { Misfit } from '#core/recipe/fitting-defaults.ts'
import { formatSmall } from '../measures.ts'
import { type NameOfValue, ownWord } from './value-names.ts'

const SHAPES = { squashing: 'sigmoid or tanh', rectifying: 'ReLU-like', linear: 'linear' } as const

/** Why a field does not suit the others of its recipe, and what would, as a sentence. */
export function describeMisfit(misfit: Misfit, nameOf: NameOfValue = ownWord): string {
  switch (misfit.field) {
    case 'initializer.name':
      return `First weights by ${nameOf(misfit.field, misfit.got)} do not suit ${SHAPES[misfit.shape]} layers here; ${nameOf(misfit.field, misfit.fitting)} does.`
    case 'optimizer.learningRate':
      return `A learning rate of ${formatSmall(misfit.got)} is very large for these activations, loss and optimizer; about ${formatSmall(misfit.fitting)} suits them.`
  }
}
