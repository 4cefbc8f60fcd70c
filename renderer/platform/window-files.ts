import type { OpenFileRequest, WorkbenchBridge } from '#contract/bridge.ts'
import type { OpenedFile, SaveTarget } from '#contract/types.ts'
import type { WindowFiles } from './client.ts'

/** What differs between Electron and a browser: how a person's choice becomes a handle. */
export interface FileChoosers {
  /** @returns none where the person cancelled */
  chooseFiles(request: OpenFileRequest): Promise<readonly OpenedFile[]>
  takeDropped(file: File): Promise<OpenedFile>
  /** @returns null where the person cancelled */
  chooseSave(request: { suggestedName: string }): Promise<SaveTarget | null>
  /** Hands over what was written; there is nothing to do where it lies in its place already. */
  deliver(target: SaveTarget): Promise<void>
  /** Shows what was saved in its folder; null where nobody can. */
  readonly showInFolder: ((target: SaveTarget) => Promise<void>) | null
  readonly choosePlace: WindowFiles['choosePlace']
  readonly pathOfDropped: WindowFiles['pathOfDropped']
}

/**
 * Files as a person picks them, of which the window has handles alone.
 * @param drop forgets a handle
 */
export function makeWindowFiles(
  choosers: FileChoosers,
  drop: (fileId: string) => Promise<void>,
): WindowFiles {
  /** A handle that cannot be dropped now, as the connection is lost, goes with the window. */
  const forget = ({ fileId }: SaveTarget): Promise<void> => drop(fileId).catch(() => undefined)
  const use = async <T>(file: OpenedFile, work: (file: OpenedFile) => Promise<T>): Promise<T> => {
    try {
      return await work(file)
    } finally {
      await forget(file)
    }
  }
  return {
    choosePlace: choosers.choosePlace,
    pathOfDropped: choosers.pathOfDropped,
    async openFile(request, work) {
      const [file] = await choosers.chooseFiles({ ...request, mayBeSeveral: false })
      return file === undefined ? null : use(file, work)
    },
    async openFiles(request, work) {
      const chosen = await choosers.chooseFiles({ ...request, mayBeSeveral: true })
      for (const file of chosen) await use(file, work)
    },
    async openDropped(dropped, work) {
      return use(await choosers.takeDropped(dropped), work)
    },
    async saveFile(suggestedName, write) {
      const target = await choosers.chooseSave({ suggestedName })
      if (target === null) return null
      try {
        const result = await write(target.fileId)
        await choosers.deliver(target)
        const { showInFolder } = choosers
        return {
          name: target.name,
          result,
          showInFolder: showInFolder && (() => showInFolder(target)),
        }
      } catch (error) {
        await forget(target)
        throw error
      }
    },
  }
}

/** Electron's dialogs, by the preload. */
export function bridgeChoosers(bridge: WorkbenchBridge): FileChoosers {
  return {
    chooseFiles: (request) => bridge.chooseFiles(request),
    takeDropped: (file) => bridge.takeDropped(file),
    chooseSave: (request) => bridge.chooseSave(request),
    deliver: () => Promise.resolve(),
    showInFolder: ({ fileId }) => bridge.showInFolder({ fileId }),
    choosePlace: (request) => bridge.choosePlace(request),
    pathOfDropped: (file) => bridge.pathOfDropped(file),
  }
}
