import { createHash } from 'node:crypto'
import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { DataError } from '#core/data/data-set.ts'
import { nameDataSet } from '#core/data/foreign/foreign-data-set.ts'
import { readFile } from '#files/read-file.ts'
import { hashDataSet } from '../content-hash.ts'
import type { SourcedData } from '../data-source.ts'
import { loadIdxFolder } from '../idx-folder.ts'
import { readClassList } from '../class-list.ts'
import { keepIdxFolder } from '../keep-idx-folder.ts'
import type { LoadOptions } from '../loaded-data-set.ts'
import { fingerprintForeign } from './find-foreign.ts'
import type { FoundFiles } from './layout.ts'

/** Data sets in other layouts are read once and kept as IDX files in a folder of this name, one for each place. */
const COPIES_FOLDER = 'read'
/** The file beside them that says of what they are made. */
const ABOUT_FILE = 'about.json'
/** Goes up when what is read of the same files becomes another. */
const VERSION = 2

const aboutSchema = z.object({
  version: z.literal(VERSION),
  place: z.string(),
  fingerprint: z.string(),
  classNames: z.array(z.string()).readonly(),
  notes: z.array(z.string()).readonly(),
})

/** What is kept of a place in another layout. */
export interface KeptCopy {
  readonly folder: string
  readonly classNames: readonly string[]
  /** What was decided as it was read, a sentence each. */
  readonly notes: readonly string[]
}

/** Where what is read of a place is kept. */
function copyFolder(place: string, dataFolder: string): string {
  const id = createHash('sha256').update(place).digest('hex').slice(0, 16)
  return path.join(dataFolder, COPIES_FOLDER, id)
}

/** What was kept of these files as they are now; null where that is nothing, or of what they were. */
export async function findKeptCopy(
  place: string,
  found: FoundFiles,
  dataFolder: string,
): Promise<KeptCopy | null> {
  const folder = copyFolder(place, dataFolder)
  try {
    const about = await readAbout(folder)
    if (about?.place !== place || about.fingerprint !== (await fingerprintForeign(found))) return null
    return { folder, classNames: about.classNames, notes: about.notes }
  } catch {
    return null
  }
}

/** What a kept copy says of itself; null where there is none, or one of another version. */
async function readAbout(folder: string): Promise<z.infer<typeof aboutSchema> | null> {
  try {
    return aboutSchema.parse(JSON.parse((await readFile(path.join(folder, ABOUT_FILE))).toString('utf8')))
  } catch {
    return null
  }
}

/**
 * Reads a place in another layout, from what is kept of it or from its files, which are then kept.
 * @throws DataError naming the file, the place in it, what was expected and what came; the signal's reason when aborted
 */
export async function loadForeign(
  place: string,
  found: FoundFiles,
  options: LoadOptions,
): Promise<SourcedData> {
  const kept = await findKeptCopy(place, found, options.dataFolder)
  if (kept !== null) {
    try {
      return await loadIdxFolder(kept.folder, options, kept.classNames)
    } catch (error) {
      if (!(error instanceof DataError)) throw error
      // Somebody changed what was kept: it is read anew.
    }
  }
  const fingerprint = await fingerprintForeign(found)
  const foreign = await found.layout.read(found.files, options)
  options.signal?.throwIfAborted()
  const { dataSet, classNames, notes } = nameDataSet(foreign, {
    placeNames: [place, ...found.files].map((each) => path.basename(each)),
    listed: found.classList === null ? null : await readClassList(path.dirname(found.classList)),
  })
  const about = { version: VERSION, place, fingerprint, classNames, notes } satisfies z.infer<
    typeof aboutSchema
  >
  const folder = copyFolder(place, options.dataFolder)
  await keepIdxFolder(folder, dataSet, { [ABOUT_FILE]: JSON.stringify(about) })
  await sweepCopies(path.dirname(folder))
  if ((await findKeptCopy(place, found, options.dataFolder)) === null) {
    throw new DataError(
      `${place}: expected room to keep what is read of it in ${options.dataFolder}, which takes no files`,
    )
  }
  return { dataSet, sha256: hashDataSet(dataSet), classCount: classNames.length }
}

/** Removes what is kept of places that are gone. */
async function sweepCopies(parent: string): Promise<void> {
  try {
    for (const name of await readdir(parent)) {
      const folder = path.join(parent, name)
      const about = await readAbout(folder)
      if (about === null) continue
      const isGone = await stat(about.place).then(
        () => false,
        (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT',
      )
      if (isGone) await rm(folder, { recursive: true, force: true })
    }
  } catch {
    // What is left takes room, and nothing else.
  }
}
