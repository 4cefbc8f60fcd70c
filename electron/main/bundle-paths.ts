import path from 'node:path'
import { pathToFileURL } from 'node:url'

/** Where the built parts lie, beside this bundle in dist/electron. */
export interface BundlePaths {
  readonly preload: string
  readonly windowFolder: string
  /** The picture of the window in task bars, where the system does not take the program's own. */
  readonly icon: string
  readonly workerUrl: URL
  readonly exchangeWorkerUrl: URL
}

/** @param folder folder of the built main process */
export function findBundles(folder: string): BundlePaths {
  return {
    preload: path.join(folder, 'preload.cjs'),
    windowFolder: path.join(folder, '..', 'renderer'),
    icon: path.join(folder, '..', '..', 'resources', 'icons', '256x256.png'),
    workerUrl: pathToFileURL(unpacked(path.join(folder, 'training-worker.mjs'))),
    exchangeWorkerUrl: pathToFileURL(unpacked(path.join(folder, 'exchange-worker.mjs'))),
  }
}

/** A worker thread starts from a real file: the packed application keeps the worker beside its archive. */
function unpacked(file: string): string {
  return file.replace(`app.asar${path.sep}`, `app.asar.unpacked${path.sep}`)
}
