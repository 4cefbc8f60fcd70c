import { stat } from 'node:fs/promises'
import path from 'node:path'
import { MAX_CLASSES } from '#core/data/class-names.ts'
import { DataError } from '#core/data/data-set.ts'
import { MOST_CLASS_LIST_BYTES } from '#core/limits.ts'
import { fileErrorCode } from '#files/file-errors.ts'
import { readFile } from '#files/read-file.ts'
import { describeFileError } from './file-errors.ts'
import { isFolder } from './file-state.ts'

/** The file beside images and labels that names the classes, one a line in the order of the labels. */
export const CLASSES_FILE = 'classes.txt'

/** What the file in a folder names the classes; null where there is none. @throws DataError */
export async function readClassList(folder: string): Promise<readonly string[] | null> {
  let text: string
  try {
    const file = path.join(folder, CLASSES_FILE)
    const stats = await stat(file)
    if (stats.isFile() && stats.size > MOST_CLASS_LIST_BYTES) {
      throw new DataError(
        `${CLASSES_FILE} in ${folder}: expected at most ${MOST_CLASS_LIST_BYTES} bytes, got ${stats.size}`,
      )
    }
    text = (await readFile(file)).toString('utf8')
  } catch (error) {
    if (fileErrorCode(error) === 'ENOENT' || (await isFolder(path.join(folder, CLASSES_FILE)))) return null
    throw describeFileError(error, `${CLASSES_FILE} in ${folder}`)
  }
  const names = text
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.trim())
  if (names.length > MAX_CLASSES || names.includes('') || new Set(names).size < names.length) {
    throw new DataError(
      `${CLASSES_FILE} in ${folder}: expected 1 to ${MAX_CLASSES} names of classes, one a line and each once, got ${names.length} lines${names.includes('') ? ', one of them empty' : ''}`,
    )
  }
  return names
}
