import { stat } from 'node:fs/promises'
import { readFile } from '#files/read-file.ts'
import { MOST_PICTURE_BYTES } from '#core/limits.ts'
import { type PictureImage, WorkbenchError } from '#contract/types.ts'
import { drawingSide } from '#core/data/network-input.ts'
import { ALL_STEPS } from '#core/data/preparation.ts'
import type { GreyPicture } from '#core/data/pictures/grey-picture.ts'
import { digitToImages, findDigit } from '#core/data/pictures/picture-to-image.ts'
import { knownDataSet } from '#core/recipe/unknown-fields.ts'
import type { DataLibrary } from '../../data/data-library.ts'
import { describeFileError } from '../../describe-file-error.ts'
import type { FileHandles } from '../../exchange/file-handles.ts'
import type { Store } from '../../store/store.ts'
import { decodePicture } from './decode-picture.ts'

/** A file that a person chose, or a picture's bytes with the name that errors give it. */
export type PictureSource =
  { readonly fileId: string } | { readonly name: string; readonly content: Uint8Array }

export interface PictureReaderOptions {
  readonly store: Pick<Store, 'runs'>
  readonly library: Pick<DataLibrary, 'describe'>
  readonly handles: FileHandles
}

/** Makes images for networks of pictures from outside: photos, scans, drawings of other programs. */
export class PictureReader {
  readonly #options: PictureReaderOptions

  constructor(options: PictureReaderOptions) {
    this.#options = options
  }

  /**
   * Reads a picture of one digit for a run's network.
   * @throws WorkbenchError `not-found`, or `invalid` for a picture that cannot be read, one without a digit, and a network
   *   that takes no drawings
   */
  async read(runId: string, source: PictureSource): Promise<PictureImage> {
    const { store, library } = this.#options
    const run = store.runs.summarize(runId)
    const { inputSize, data } = run.recipe
    const { name, content } = 'content' in source ? source : await this.#readFile(source.fileId)
    const picture = await decodePicture(content, name)
    const { width, height, grey } = picture
    // An image of a data set, saved as it is, must not be centred once more.
    if (grey.length === inputSize && isLightOnDark(picture)) {
      return { rows: height, columns: width, image: grey, prepared: null }
    }
    // Of a network whose data set is not known or not here, the number of inputs says the size.
    const dataSet = knownDataSet(run)
    const info =
      dataSet === null ? undefined : await library.describe(dataSet, data.fingerprint).catch(() => undefined)
    const side = drawingSide(inputSize, info)
    if (side === null) {
      throw new WorkbenchError(
        'invalid',
        `${name}: expected a light digit on dark of ${inputSize} pixels, one for each input of the network, got ${width} × ${height}`,
      )
    }
    const found = findDigit(picture)
    const prepared = found && digitToImages(found, side)
    if (prepared === null) {
      throw new WorkbenchError(
        'invalid',
        `${name}: expected a picture of a digit, got one in which nothing stands out from the background`,
      )
    }
    return { rows: side, columns: side, image: prepared.slice(ALL_STEPS * side * side), prepared }
  }

  async #readFile(fileId: string): Promise<{ name: string; content: Uint8Array }> {
    const { path, name } = this.#options.handles.find(fileId, 'open')
    try {
      const { size } = await stat(path)
      if (size <= MOST_PICTURE_BYTES) return { name, content: await readFile(path) }
    } catch (error) {
      throw new WorkbenchError('invalid', describeFileError(error, name))
    }
    throw new WorkbenchError(
      'invalid',
      `${name}: expected a picture of at most ${Math.round(MOST_PICTURE_BYTES / 1e6)} MB, got a larger file`,
    )
  }
}

/** Whether a picture's edge is dark, as in MNIST. */
function isLightOnDark({ grey, width, height }: GreyPicture): boolean {
  let sum = 0
  let count = 0
  for (let y = 0; y < height; y++) {
    const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1)
    for (let x = 0; x < width; x += step) {
      sum += grey[y * width + x]!
      count++
    }
  }
  return sum / count < 128
}
