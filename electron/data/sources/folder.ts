import { folderNameOf } from '#core/recipe/data-set-name.ts'
import { FIELD_SIZE } from '#core/data/network-input.ts'
import type { DataSetInfo } from '#contract/types.ts'
import type { DataSource } from '../data-source.ts'
import { isThere } from '../file-state.ts'
import { fingerprintForeign, findForeign } from '../foreign/find-foreign.ts'
import {
  describeIdxFolder,
  fingerprintIdxFolder,
  type IdxFolderTraits,
  loadIdxFolder,
} from '../idx-folder.ts'

/**
 * Files of the person's own, named by the path of their folder, or of the file where it is one: four IDX files and perhaps the
 * names of the classes, or another layout (`foreign/find-foreign.ts`), of which a copy is kept.
 */
export const folder: DataSource = {
  nameHint: 'the absolute path of a folder or file',
  names: [],
  owns: (name) => folderNameOf(name) !== null,

  async describe(name, { dataFolder }) {
    const traits = traitsOf(name)
    const found = await findForeign(name)
    if (found === null) {
      const info = await describeIdxFolder(name, traits)
      return info.state === 'absent' ? { ...info, needs: 'folder' } : info
    }
    const { origin } = found.layout
    const { findKeptCopy } = await import('../foreign/kept-copy.ts')
    const kept = await findKeptCopy(name, found, dataFolder)
    if (kept === null) return { ...unread(name, traits), origin }
    const { classNames, notes } = kept
    const described = await describeIdxFolder(kept.folder, {
      ...traits,
      classNames,
      origin: [origin, ...notes].join(' '),
    })
    return { ...described, folder: name }
  },

  async load(name, options) {
    const found = await findForeign(name)
    if (found === null) return loadIdxFolder(name, options, null)
    const { loadForeign } = await import('../foreign/kept-copy.ts')
    return loadForeign(name, found, options)
  },

  async fingerprintFiles(name) {
    const found = await findForeign(name)
    return found === null ? fingerprintIdxFolder(name) : fingerprintForeign(found).catch(() => 'unreadable')
  },
}

function traitsOf(name: string): IdxFolderTraits {
  return {
    name,
    title: folderNameOf(name) ?? name,
    origin: 'Images and labels from a folder of yours.',
    isRemovable: true,
    unknownSize: FIELD_SIZE,
    classNames: null,
    isThere,
    whenAbsent: `Data set: expected a folder with the four IDX files, got ${name}, which is not there`,
  }
}

/** What is known before its files are read for the first time. */
function unread(name: string, { title, origin, isRemovable, unknownSize }: IdxFolderTraits): DataSetInfo {
  return {
    ...{ name, title, origin, isRemovable },
    state: 'ready',
    problem: null,
    needs: 'making',
    folder: name,
    trainingCount: 0,
    testCount: 0,
    rows: unknownSize,
    columns: unknownSize,
    channels: 1,
    classNames: [],
  }
}
