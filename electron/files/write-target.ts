import {
  closeSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs'
import path from 'node:path'
import { fileError, fileErrorCode, refuseImpossiblePath } from './file-errors.ts'
import { temporaryPath } from './temporary-files.ts'

/** Links behind one another, at most, as systems count them. */
const MAX_LINKS = 40

/** Codes of a place that takes bytes and no other file: another's file in a shared folder, or one that is mounted there. */
export const CANNOT_REPLACE: ReadonlySet<string | undefined> = new Set(['EACCES', 'EPERM', 'EBUSY', 'EXDEV'])

/** How a path is written to. */
export interface WriteTarget {
  /** Where the bytes go: the path itself, or what its symbolic links lead to. */
  readonly place: string
  /** What is there; null where nothing is. */
  readonly former: Stats | null
  /**
   * `replace`: a new file is written beside the place and moved there; another name of the former file keeps that. `overwrite`: the bytes go to what is there, as to
   * a device, a pipe, a terminal, or a file in a folder that takes no new ones.
   */
  readonly way: 'replace' | 'overwrite'
}

/**
 * Finds out how a path is to be written to.
 * @throws NodeJS.ErrnoException for a folder, a path that cannot be, and a folder that is not there or takes no new files
 */
export function findWriteTarget(file: string): WriteTarget {
  refuseImpossiblePath(file)
  const former = statIfThere(file)
  if (former?.isDirectory() === true) throw fileError('EISDIR', file)
  if (former !== null && (!former.isFile() || isStandardStream(file))) {
    return { place: file, former, way: 'overwrite' }
  }
  const place = followLinks(file)
  try {
    tryFolder(path.dirname(place))
    return { place, former, way: 'replace' }
  } catch (error) {
    if (former !== null && CANNOT_REPLACE.has(fileErrorCode(error)))
      return { place, former, way: 'overwrite' }
    throw Object.assign(error as Error, { path: file })
  }
}

/** Finds out by trying whether a folder takes new files: rights alone do not tell. @throws NodeJS.ErrnoException */
function tryFolder(folder: string): void {
  const trial = temporaryPath(folder)
  closeSync(openSync(trial, 'wx'))
  rmSync(trial, { force: true })
}

/** Standard output that goes into a file must go on in that file: a new one in its place would get the rest of nothing. */
function isStandardStream(file: string): boolean {
  return /^\/(dev|proc)\//.test(path.resolve(file))
}

/** The path without symbolic links, also where the last one leads to a file that is not there yet. */
function followLinks(file: string): string {
  let place = path.resolve(file)
  for (let k = 0; k < MAX_LINKS; k++) {
    try {
      place = path.join(realpathSync(path.dirname(place)), path.basename(place))
      if (!lstatSync(place).isSymbolicLink()) return place
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT' && k === 0) return path.resolve(file)
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return place
      throw Object.assign(error as Error, { path: file })
    }
    place = path.resolve(path.dirname(place), readlinkSync(place))
  }
  throw fileError('ELOOP', file)
}

function statIfThere(file: string): Stats | null {
  try {
    return statSync(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    throw error
  }
}
