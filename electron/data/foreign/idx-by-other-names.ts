import path from 'node:path'
import { DataError } from '#core/data/data-set.ts'
import { readIdxImages, readIdxLabels } from '#core/data/idx.ts'
import { MAX_CLASSES } from '#core/data/class-names.ts'
import type { ForeignImages } from '#core/data/foreign/foreign-data-set.ts'
import { transposeImages } from '#core/data/foreign/image-shape.ts'
import { readFile } from '#files/read-file.ts'
import { isIdxFileName, readIdxPath } from '../idx-files.ts'
import { type ForeignLayout, orderFour } from './layout.ts'

/** As in `emnist-letters-train-images-idx3-ubyte.gz`. */
const IDX_NAME = /(images?[-_.]?idx3|labels?[-_.]?idx1)[-_.]?ubyte(\.gz)?$/i
const isLabels = (name: string): boolean => /labels?[-_.]?idx1/i.test(name)
const EMNIST = /emnist/i
const EMNIST_TABLE = /^emnist.*mapping\.txt$/i

/** Four IDX files by other names than MNIST's, such as EMNIST's, whose images lie on their side. */
export const idxByOtherNames: ForeignLayout = {
  origin: 'Images and labels from IDX files.',

  find: ({ path: place, names }) => {
    if (names === null || names.some(isIdxFileName)) return Promise.resolve(null)
    const four = orderFour(
      names.filter((name) => IDX_NAME.test(name)),
      isLabels,
    )
    if (four === null) return Promise.resolve(null)
    const table = names.filter((name) => EMNIST_TABLE.test(name)).slice(0, 1)
    return Promise.resolve([...four, ...table].map((name) => path.join(place, name)))
  },

  async read([trainingImages, trainingLabels, testImages, testLabels, table], { onProgress, signal }) {
    const isTurned = EMNIST.test(path.basename(trainingImages!))
    const readPart = async (imageFile: string, labelFile: string, done: number): Promise<ForeignImages> => {
      const imageName = path.basename(imageFile)
      const labelName = path.basename(labelFile)
      const { bytes } = await readIdxPath(imageFile, 'images', { signal })
      const { count, rows, columns, images } = readIdxImages(bytes, imageName)
      const codes = readIdxLabels(
        (await readIdxPath(labelFile, 'labels', { signal })).bytes,
        labelName,
        MAX_CLASSES + 1,
      )
      if (codes.length !== count) {
        throw new DataError(
          `${labelName}: expected ${count} labels, one for each image of ${imageName}, got ${codes.length}`,
        )
      }
      onProgress?.(done, 2)
      return {
        count,
        rows: isTurned ? columns : rows,
        columns: isTurned ? rows : columns,
        images: isTurned ? transposeImages(images, rows, columns) : images,
        labels: Array.from(codes, String),
      }
    }
    return {
      training: await readPart(trainingImages!, trainingLabels!, 1),
      test: await readPart(testImages!, testLabels!, 2),
      notes: isTurned ? ['EMNIST’s images lie on their side; they were set upright.'] : [],
      nameOf: table === undefined ? undefined : await readTable(table),
    }
  },
}

/** EMNIST's table: a label, then the codes of its capital and perhaps its small letter, in each line. */
async function readTable(file: string): Promise<ReadonlyMap<string, string>> {
  const lines = (await readFile(file)).toString('utf8').split(/\r?\n/)
  const names = new Map<string, string>()
  for (const [k, line] of lines.entries()) {
    if (line.trim() === '') continue
    const [label, code] = line.trim().split(/\s+/).map(Number)
    if (!Number.isInteger(label) || !Number.isInteger(code) || code! < 33 || code! > 0x10ffff) {
      throw new DataError(
        `${path.basename(file)}, line ${k + 1}: expected a label and the code of a character, got '${line.slice(0, 30)}'`,
      )
    }
    names.set(String(label), String.fromCodePoint(code!))
  }
  return names
}
