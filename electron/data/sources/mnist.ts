import path from 'node:path'
import { DIGIT_NAMES } from '#core/data/class-names.ts'
import { FIELD_SIZE } from '#core/data/network-input.ts'
import type { DataFolders, DataSource } from '../data-source.ts'
import { describeIdxFolder, fingerprintIdxFolder, holdsIdxFiles, loadIdxFolder } from '../idx-folder.ts'

const NAME = 'mnist'

/** The folder in which MNIST's four files are expected. */
export function mnistFolderOf({ dataFolder, mnistFolder }: DataFolders): string {
  return mnistFolder ?? path.join(dataFolder, NAME)
}

/** What is said where it is neither in the data folder nor in one that the person names. */
export const MNIST_ABSENT =
  'MNIST is not on this machine yet: download it, or open a folder that holds its four files'

/** MNIST, downloaded into the data folder or in a folder of the person's own. */
export const mnist: DataSource = {
  nameHint: NAME,
  names: [NAME],
  owns: (name) => name === NAME,

  async describe(name, dataFolders) {
    const { mnistFolder } = dataFolders
    const info = await describeIdxFolder(mnistFolderOf(dataFolders), {
      name,
      title: 'MNIST',
      origin: 'Scanned digits of census workers and pupils: the data set of the lecture.',
      isRemovable: false,
      unknownSize: FIELD_SIZE,
      classNames: DIGIT_NAMES,
      isThere: holdsIdxFiles,
      whenAbsent:
        mnistFolder === undefined
          ? MNIST_ABSENT
          : `MNIST: expected its four files in ${mnistFolder}, which BACKPROP_MNIST names, got none of them there`,
    })
    return info.state === 'ready' ? info : { ...info, needs: 'download' }
  },

  load: (_name, options) => loadIdxFolder(mnistFolderOf(options), options, DIGIT_NAMES),
  fingerprintFiles: (_name, dataFolders) => fingerprintIdxFolder(mnistFolderOf(dataFolders)),
}
