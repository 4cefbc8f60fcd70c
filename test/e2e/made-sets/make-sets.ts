import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { writeIdxImages, writeIdxLabels } from '#core/data/idx.ts'
import { transposeImages } from '#core/data/foreign/image-shape.ts'
import { Random } from '#core/random/random.ts'

/** Images that can be learned: each class has a drawing of its own, of a few strokes, in noise. */
interface MadeImages {
  readonly images: Uint8Array
  /** 0, 1, 2 … in turn. */
  readonly labels: Uint8Array
}

const THICKNESS = 0.09

function makeImages(classes: number, side: number, count: number, seed: number): MadeImages {
  const pixels = side * side
  const strokes = Array.from({ length: classes }, (_, label) => {
    const random = new Random(1, 'strokes of a class', label)
    const place = (): number => 0.15 + 0.7 * random.uniform()
    return Array.from({ length: 3 }, () => [place(), place(), place(), place()] as const)
  })
  const images = new Uint8Array(count * pixels)
  const labels = Uint8Array.from({ length: count }, (_, k) => k % classes)
  labels.forEach((label, k) => {
    const random = new Random(seed, 'image', k)
    const [right, down] = [0.08 * (random.uniform() - 0.5), 0.08 * (random.uniform() - 0.5)]
    // The first pixel stays dark, as in most images there are: by that a table shows that its label is not first.
    for (let p = 1; p < pixels; p++) {
      const x = ((p % side) + 0.5) / side - right
      const y = (Math.floor(p / side) + 0.5) / side - down
      const distance = Math.min(...strokes[label]!.map((stroke) => distanceTo(stroke, x, y)))
      const light = Math.max(0, 1 - distance / THICKNESS)
      images[k * pixels + p] = Math.min(255, Math.round(255 * light + 24 * random.uniform()))
    }
  })
  return { images, labels }
}

function distanceTo(
  [ax, ay, bx, by]: readonly [number, number, number, number],
  x: number,
  y: number,
): number {
  const [dx, dy] = [bx - ax, by - ay]
  const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
  return Math.hypot(x - ax - along * dx, y - ay - along * dy)
}

/** Four gzipped IDX files under MNIST's own names in a folder that is called as Fashion-MNIST. */
export async function makeFashionLike(parent: string): Promise<string> {
  const folder = path.join(parent, 'fashion-mnist')
  await mkdir(folder)
  for (const [stem, count] of Object.entries({ train: 600, t10k: 100 })) {
    const { images, labels } = makeImages(10, 28, count, count)
    const write = (name: string, bytes: Uint8Array): Promise<void> =>
      writeFile(path.join(folder, `${stem}-${name}-ubyte.gz`), gzipSync(bytes))
    await write('images-idx3', writeIdxImages({ count, rows: 28, columns: 28, images }))
    await write('labels-idx1', writeIdxLabels(labels))
  }
  return folder
}

/** As EMNIST has its letters: by names of its own, on their side, with labels from 1. */
export async function makeLetters(parent: string): Promise<string> {
  const folder = path.join(parent, 'letters')
  await mkdir(folder)
  for (const [part, count] of Object.entries({ train: 1040, test: 130 })) {
    const { images, labels } = makeImages(26, 28, count, count)
    const write = (name: string, bytes: Uint8Array): Promise<void> =>
      writeFile(path.join(folder, `emnist-letters-${part}-${name}-ubyte`), bytes)
    const turned = transposeImages(images, 28, 28)
    await write('images-idx3', writeIdxImages({ count, rows: 28, columns: 28, images: turned }))
    await write('labels-idx1', writeIdxLabels(labels.map((label) => label + 1)))
  }
  return folder
}

/** Two tables as the UCI repository has its digits: 64 pixels from 0 to 16, then the label; here of three named classes. */
export async function makeSmall(parent: string): Promise<string> {
  const folder = path.join(parent, 'signs')
  await mkdir(folder)
  for (const [ending, count] of Object.entries({ tra: 240, tes: 60 })) {
    const { images, labels } = makeImages(3, 8, count, count)
    const lines = Array.from(labels, (label, k) => {
      const pixels = Array.from(images.subarray(64 * k, 64 * (k + 1)), (pixel) => Math.round(pixel / 16))
      return [...pixels, label].join()
    })
    await writeFile(path.join(folder, `signs.${ending}`), `${lines.join('\n')}\n`)
  }
  await writeFile(path.join(folder, 'classes.txt'), 'cross\nring\nstair\n')
  return folder
}
