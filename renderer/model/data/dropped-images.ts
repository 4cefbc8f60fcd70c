import { kindOfName } from '#core/assignment/file-kind.ts'

/** A file, or a folder, that was dropped on the window. */
export interface DroppedPlace {
  readonly name: string
  readonly isFolder: boolean
}

/** Tables, and IDX files by any name: nothing else that the window takes is called so. */
const IMAGES_ALONE = /(\.(csv|tsv|tra|tes)|(images?|labels?)[-_.]?idx[13][-_.]?ubyte)(\.gz)?$/i
/** Archives of arrays, which Runs takes as weights. */
const ALSO_WEIGHTS = /\.npz$/i

/** Whether nothing but a data set is meant, wherever in the window it falls. */
export function isImagesAlone({ name, isFolder }: DroppedPlace): boolean {
  return isFolder || IMAGES_ALONE.test(name)
}

/** Whether a data set is meant where it falls. @param place of the window, as in `/runs` */
export function meansImages(dropped: DroppedPlace, place: string): boolean {
  if (isImagesAlone(dropped)) return true
  if (place.startsWith('/data')) return kindOfName(dropped.name) === null
  return ALSO_WEIGHTS.test(dropped.name) && place !== '/runs'
}

/**
 * The path that holds all dropped files: their own where there is one, else the folder in which they lie.
 * @param paths absolute, of this system
 * @returns null where they do not lie in one folder
 */
export function commonPlace(paths: readonly string[]): string | null {
  const [first, ...others] = paths
  if (first === undefined || others.length === 0) return first ?? null
  const folderOf = (path: string): string => path.replace(/[\\/][^\\/]*$/, '')
  const folder = folderOf(first)
  return others.every((path) => folderOf(path) === folder) ? folder : null
}
