import { folderNameOf } from '#core/recipe/data-set-name.ts'
import { FIELD_SIZE } from '#core/data/network-input.ts'
import type { DataSource } from '../data-source.ts'
import { isThere } from '../file-state.ts'
import { describeIdxFolder, fingerprintIdxFolder, loadIdxFolder } from '../idx-folder.ts'

/** A folder of the person's own with four IDX files, and perhaps the names of the classes; named by its path. */
export const folder: DataSource = {
  nameHint: 'the absolute path of a folder',
  names: [],
  owns: (name) => folderNameOf(name) !== null,

  async describe(name) {
    const info = await describeIdxFolder(name, {
      name,
      title: folderNameOf(name) ?? name,
      origin: 'Images and labels from a folder of yours.',
      isRemovable: true,
      unknownSize: FIELD_SIZE,
      classNames: null,
      isThere,
      whenAbsent: `Data set: expected a folder with the four IDX files, got ${name}, which is not there`,
    })
    return info.state === 'absent' ? { ...info, needs: 'folder' } : info
  },

  load: (name, options) => loadIdxFolder(name, options, null),
  fingerprintFiles: (name) => fingerprintIdxFolder(name),
}
