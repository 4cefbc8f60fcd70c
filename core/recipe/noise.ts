import { z } from 'zod'
import { boundedInteger, boundedNumber } from './bounds.ts'

/** How training images are made worse on purpose, once and for all epochs; null: not at all. */
export const noiseSchema = z
  .strictObject({
    /** Share of training images that get the label of another class. */
    wrongLabels: boundedNumber('Wrong labels', 0, 1).default(0),
    /** Standard deviation of what is added to each pixel, as a share of full brightness. */
    pixels: boundedNumber('Pixel noise', 0, 1).default(0),
    /** Of what is drawn; the recipe's own seed leaves it as it is. */
    seed: boundedInteger('Noise seed', 0, 0xffff_ffff).default(1),
  })
  .nullable()
  .meta({ label: 'Noise' })

export type Noise = NonNullable<z.infer<typeof noiseSchema>>

/** Data without a noise that does nothing, so that one recipe has one text, and those from before there was noise stay as they are. */
export function dropNoNoise<Data extends { noise?: Noise | null | undefined }>(data: Data): Data {
  if (!('noise' in data)) return data
  const { noise, ...rest } = data
  return noise != null && (noise.wrongLabels > 0 || noise.pixels > 0) ? data : (rest as Data)
}
