import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { LabelledImages } from '#core/data/data-set.ts'
import { readIdxImages, readIdxLabels } from '#core/data/idx.ts'
import { evaluateNetwork } from '#core/evaluation/evaluate.ts'
import { FormatError } from '#core/formats/format-error.ts'
import { findNetwork } from '#core/formats/registry.ts'
import type { FoundNetwork } from '#core/formats/found-network.ts'
import { type ImportAnswers, settleNetwork } from '#core/importing/settle-network.ts'
import { Random } from '#core/random/random.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'

const weights = process.env.BACKPROP_WEIGHTS
const mnist = process.env.BACKPROP_MNIST

/** Whether weights of other programs and MNIST are on this machine; tests on them are skipped where they are not. */
export const hasRealWeights = weights !== undefined && mnist !== undefined

/** Reads a file of another program. @throws FormatError */
export async function findRealNetwork(fileName: string): Promise<FoundNetwork> {
  const bytes = new Uint8Array(readFileSync(path.join(weights!, fileName)))
  return (await findNetwork(bytes, fileName, FORMAT_TOOLS)).network
}

let testImages: LabelledImages | undefined

/** The share of MNIST's test images that a network reads right, in percent with two digits. */
export function accuracyOnMnist(found: FoundNetwork, answers: ImportAnswers = {}): number {
  const { recipe, parameters } = settleNetwork(found, answers)
  testImages ??= readTestImages()
  const { correct, total } = evaluateNetwork({ ...recipe, engine: 'reference' }, parameters, testImages)
  return Math.round((10_000 * correct) / total) / 100
}

function readTestImages(): LabelledImages {
  const read = (name: string): Uint8Array =>
    new Uint8Array(gunzipSync(readFileSync(path.join(mnist!, `${name}.gz`))))
  const images = readIdxImages(read('t10k-images-idx3-ubyte'), 'images')
  return { ...images, labels: readIdxLabels(read('t10k-labels-idx1-ubyte'), 'labels', 10) }
}

/**
 * Reads a damaged copy of a file many times; each reading ends with a network or says what is wrong.
 * @returns how many did, and the longest in milliseconds of the processor, which a busy machine does not make more
 */
export async function mutate(
  bytes: Uint8Array,
  count: number,
  random: Random,
  mend: (bytes: Uint8Array) => Uint8Array = (same) => same,
): Promise<{ read: number; refused: number; slowest: number }> {
  let read = 0
  let refused = 0
  let slowest = 0
  // Loads the reader, which is no part of any reading.
  await isRead(mend(bytes))
  for (let k = 0; k < count; k++) {
    const mutant = mend(damage(bytes, random))
    const start = process.cpuUsage()
    if (await isRead(mutant)) read++
    else refused++
    const { user, system } = process.cpuUsage(start)
    slowest = Math.max(slowest, (user + system) / 1000)
  }
  return { read, refused, slowest }
}

/** Whether a file is read; anything but clear words is thrown on. */
async function isRead(bytes: Uint8Array): Promise<boolean> {
  try {
    settleNetwork((await findNetwork(bytes, 'mutant', FORMAT_TOOLS)).network)
    return true
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    return false
  }
}

/** A copy with one to four bytes changed, or cut off, or with a piece doubled. */
export function damage(bytes: Uint8Array, random: Random): Uint8Array {
  const kind = random.integer(10)
  if (kind === 0) return bytes.slice(0, random.integer(bytes.length))
  // Not `slice`, which of a Buffer is no copy.
  const copy = new Uint8Array(bytes)
  if (kind === 1) {
    const at = random.integer(bytes.length)
    copy.copyWithin(random.integer(bytes.length), at, at + random.integer(200))
    return copy
  }
  // Heads decide more than numbers do: half of the changes lie in the first and last thousand bytes.
  for (let k = random.integer(4); k >= 0; k--) {
    const edge = Math.min(1000, bytes.length)
    const near = random.integer(2) === 0 ? random.integer(edge) : bytes.length - 1 - random.integer(edge)
    copy[random.integer(2) === 0 ? near : random.integer(bytes.length)] = random.integer(256)
  }
  return copy
}
