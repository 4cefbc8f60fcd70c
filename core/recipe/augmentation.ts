import { z } from 'zod'
import { boundedNumber, positiveNumber } from './bounds.ts'

/** How training images are varied; each range is drawn from uniformly, anew for each image and epoch. 0 turns one off. */
export const augmentationSchema = z.strictObject({
  /** Largest shift in each direction, in pixels. */
  shift: boundedNumber('Shift', 0, 10).default(0),
  /** Largest rotation to either side, in degrees. */
  rotation: boundedNumber('Rotation', 0, 90).default(0),
  /** Largest change of size: 0.1 draws a factor from 0.9 to 1.1. */
  scale: boundedNumber('Scale', 0, 0.9).default(0),
  /** Largest shear: 0.2 moves the top edge to one side and the bottom edge to the other by up to a tenth of the height each. */
  shear: boundedNumber('Shear', 0, 1).default(0),
  /** Elastic distortion (Simard, Steinkraus and Platt 2003): strength α of the displacements, in pixels. */
  elasticStrength: boundedNumber('Elastic strength', 0, 100).default(0),
  /** Standard deviation σ of the Gaussian that smooths the displacements, in pixels. */
  elasticSmoothness: positiveNumber('Elastic smoothness', 20).default(6),
  /** Largest change of stroke thickness to either side, in pixels. */
  thickness: boundedNumber('Stroke thickness', 0, 2).default(0),
})

export type Augmentation = z.infer<typeof augmentationSchema>
