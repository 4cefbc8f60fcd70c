import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { onTestFinished } from 'vitest'
import { writeIdxImages, writeIdxLabels } from '#core/data/idx.ts'
import { type IdxFileRole, idxFileName } from '#data/idx-files.ts'

/** A folder of its own, removed when the test is over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'backprop-data-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** IDX bytes of `count` images of the given shape, each pixel different from its neighbours. */
export function imageBytes(count: number, rows = 4, columns = 3): Uint8Array {
  const images = Uint8Array.from({ length: count * rows * columns }, (_, k) => (k * 7) % 256)
  return writeIdxImages({ count, rows, columns, images })
}

/** IDX bytes of `count` labels, 0 to 9 in turn. */
export function labelBytes(count: number): Uint8Array {
  return writeIdxLabels(Uint8Array.from({ length: count }, (_, k) => k % 10))
}

/** The four files of a sound data set with 12 training and 5 test images of 4 × 3 pixels. */
export const SOUND_FILES: Readonly<Record<IdxFileRole, Uint8Array>> = {
  trainingImages: imageBytes(12),
  trainingLabels: labelBytes(12),
  testImages: imageBytes(5),
  testLabels: labelBytes(5),
}

/** Writes the four files, some of them changed, under MNIST's names; `null` leaves one out. */
export async function writeFolder(
  folder: string,
  changes: Partial<Record<IdxFileRole, Uint8Array | null>> = {},
  {
    isGzipped = true,
    nameOf = idxFileName,
  }: { isGzipped?: boolean; nameOf?: (role: IdxFileRole) => string } = {},
): Promise<void> {
  const files = { ...SOUND_FILES, ...changes }
  for (const role of Object.keys(files) as IdxFileRole[]) {
    const bytes = files[role]
    if (bytes === null) continue
    const name = nameOf(role) + (isGzipped ? '.gz' : '')
    await writeFile(path.join(folder, name), isGzipped ? gzipSync(bytes) : bytes)
  }
}
