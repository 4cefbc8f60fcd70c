import type { Recipe } from '../../recipe/recipe.ts'
import type { Course, RunEvidence } from './evidence.ts'
import type { RegularizationKind } from './finding.ts'
import type { Weighed } from './find-causes.ts'

/** What of each kind is far beyond what helps against learning by heart. */
const TOO_MUCH: Readonly<Record<RegularizationKind, number>> = {
  l1: 5e-4,
  l2: 2e-3,
  dropout: 0.6,
  'weight-decay': 1,
}

/** Penalties in PyTorch's sense, and the largest dropout. */
function strengths({ l1, l2, data, layers, optimizer }: Recipe): Record<RegularizationKind, number> {
  const perImage = ({ lambda, convention }: Recipe['l2']): number =>
    convention === 'network2' ? lambda / data.trainSize : lambda
  return {
    l1: perImage(l1),
    l2: perImage(l2),
    dropout: layers.reduce((most, { dropout }) => Math.max(most, dropout), 0),
    'weight-decay': optimizer.name === 'adamw' ? optimizer.weightDecay : 0,
  }
}

/** A penalty or dropout so strong that not even the training images are learned. */
export function findRegularization(course: Course, { recipe }: RunEvidence): readonly Weighed[] {
  if (course.trainingError <= 0.05) return []
  return Object.entries(strengths(recipe)).flatMap(([name, strength]) => {
    const kind = name as RegularizationKind
    return strength < TOO_MUCH[kind]
      ? []
      : [{ finding: { code: 'regularized-too-much', kind, strength }, weight: 84 } as const]
  })
}
