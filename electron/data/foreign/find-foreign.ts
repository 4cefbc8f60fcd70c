import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { CLASSES_FILE } from '../class-list.ts'
import { isIdxFileName } from '../idx-files.ts'
import { CSV_FILE, DRAWINGS_FILE, type FoundFiles, type Place } from './layout.ts'

/** What can be read beside the four IDX files, for errors. */
export const FOREIGN_PLACES =
  'a NumPy archive (.npz), a table (.csv), drawings (.jsonl), or a folder with one of these or with a folder of pictures for each class'

/** Whether a file of this name is read as a data set of its own. */
export const isForeignFile = (file: string): boolean =>
  /\.npz$/i.test(file) || CSV_FILE.test(file) || DRAWINGS_FILE.test(file)

/** What is in a place in another layout than MNIST's own; null where that is nothing, or cannot be known. */
export async function findForeign(place: string): Promise<FoundFiles | null> {
  if (!path.isAbsolute(place)) return null
  try {
    const found = await stat(place)
    const names = found.isDirectory() ? (await readdir(place)).sort() : null
    if (names?.some(isIdxFileName) || (names === null && !found.isFile())) return null
    return await findIn({ path: place, names })
  } catch {
    // Whoever reads the place fails for the same reason and says so.
    return null
  }
}

async function findIn(place: Place): Promise<FoundFiles | null> {
  // With the first such place: every thread that trains would load them and what they read with.
  const { LAYOUTS } = await import('./layouts.ts')
  for (const layout of LAYOUTS) {
    const files = await layout.find(place)
    if (files !== null) return { layout, files, classList: listIn(place) }
  }
  return null
}

/** The list of the classes in a folder; null where it has none. */
const listIn = ({ path: folder, names }: Place): string | null =>
  names?.includes(CLASSES_FILE) === true ? path.join(folder, CLASSES_FILE) : null

/** Names, sizes and times of the files; of folders with pictures the time at which one came or went. */
export async function fingerprintForeign({ files, classList }: FoundFiles): Promise<string> {
  const states = await Promise.all(
    [...files, ...(classList === null ? [] : [classList])].map(async (file) => {
      const { size, mtimeMs } = await stat(file)
      return `${file} ${size} ${mtimeMs}`
    }),
  )
  return states.join('\n')
}
