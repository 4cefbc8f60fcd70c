import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import type { DataSet } from '#core/data/data-set.ts'
import { writeIdxImages, writeIdxLabels } from '#core/data/idx.ts'
import { fileErrorCode } from '#files/file-errors.ts'
import { moveFile } from '#files/move-file.ts'
import { temporaryPath } from '#files/temporary-files.ts'
import { writeFile } from '#files/write-file.ts'
import { idxFileName } from './idx-files.ts'

/**
 * Writes a data set as the four IDX files, and texts with it, beside their place and moves them there in one step, so that no
 * half set is ever found.
 * @param texts by the names of their files
 * @returns false where it was not kept: another process has just kept the same, or the disk does not take it
 */
export async function keepIdxFolder(
  folder: string,
  { training, test }: DataSet,
  texts: Readonly<Record<string, string>>,
): Promise<boolean> {
  const fresh = temporaryPath(path.dirname(folder))
  try {
    await mkdir(fresh, { recursive: true })
    await writeFile(path.join(fresh, idxFileName('trainingImages')), writeIdxImages(training))
    await writeFile(path.join(fresh, idxFileName('trainingLabels')), writeIdxLabels(training.labels))
    await writeFile(path.join(fresh, idxFileName('testImages')), writeIdxImages(test))
    await writeFile(path.join(fresh, idxFileName('testLabels')), writeIdxLabels(test.labels))
    for (const [name, text] of Object.entries(texts)) await writeFile(path.join(fresh, name), text)
    await rm(folder, { recursive: true, force: true })
    await moveFile(fresh, folder)
    return true
  } catch (error) {
    if (fileErrorCode(error) === undefined) throw error
    await rm(fresh, { recursive: true, force: true }).catch(() => undefined)
    return false
  }
}
