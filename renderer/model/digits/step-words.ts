import type { PreparationStep } from '#core/data/preparation.ts'

/** What a step of the preparation is called, and what it does. */
export interface StepWords {
  readonly label: string
  readonly help: string
}

export const STEP_WORDS: Readonly<Record<PreparationStep, StepWords>> = {
  crop: {
    label: 'Crop',
    help: 'Cuts the digit out of what it was drawn on. Without it, the digit stays where it lies.',
  },
  fit: {
    label: 'Fit',
    help: 'Scales it to MNIST’s proportion, 20 of 28 pixels, with its aspect kept. Without it, it stays as large as it is.',
  },
  'anti-alias': {
    label: 'Grey edges',
    help: 'A pixel that is covered in part is grey (anti-aliasing). Without it, pixels are ink or background.',
  },
  intensity: {
    label: 'Intensity',
    help: 'Ink is as bright as MNIST’s. Without it, it is as faint as the pen pressed, half for a mouse, or as it stands out in a picture.',
  },
  centre: {
    label: 'Centre',
    help: 'Brings the centre of mass of the ink to the middle. Without it, the middle of the box is there, or the digit where it lies.',
  },
}
