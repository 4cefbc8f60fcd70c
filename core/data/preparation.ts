/** The steps that make a network input of a drawing or a picture, in their order, each of which can be left out to see what it does. */
export const PREPARATION_STEPS = ['crop', 'fit', 'anti-alias', 'intensity', 'centre'] as const
export type PreparationStep = (typeof PREPARATION_STEPS)[number]

/** Which steps are taken: a bit for each, the first of the list in the lowest. */
export type PreparationMask = number

/** All steps, as MNIST was made. */
export const ALL_STEPS: PreparationMask = (1 << PREPARATION_STEPS.length) - 1

export function hasStep(mask: PreparationMask, step: PreparationStep): boolean {
  return (mask & bitOf(step)) !== 0
}

/** The same steps, but for one that is taken or left out. */
export function withStep(mask: PreparationMask, step: PreparationStep, isTaken: boolean): PreparationMask {
  return isTaken ? mask | bitOf(step) : mask & ~bitOf(step)
}

/** Of some steps those up to one of them: what the image is after it. */
export function stepsUpTo(mask: PreparationMask, step: PreparationStep): PreparationMask {
  return mask & (2 * bitOf(step) - 1)
}

function bitOf(step: PreparationStep): number {
  return 1 << PREPARATION_STEPS.indexOf(step)
}
