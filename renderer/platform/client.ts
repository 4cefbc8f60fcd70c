import type { WorkbenchApi, WorkbenchEvents } from '#contract/api.ts'
import type { MenuCommand, OpenFileRequest, PlaceRequest } from '#contract/bridge.ts'
import type { OpenedFile } from '#contract/types.ts'
import { inject, type InjectionKey } from 'vue'

/** `connecting`: not reached yet; `lost`: was reached, is being reached again; `refused`: this page will never be let in. */
export type ConnectionState = 'connecting' | 'ready' | 'lost' | 'refused'

/** A file that was saved. */
export interface SavedFile {
  readonly name: string
  /** Shows it in its folder; null where nobody can, as in a browser. */
  readonly showInFolder: (() => Promise<void>) | null
}

/** What is asked for, and the endings of its name. */
export type FileRequest = Omit<OpenFileRequest, 'mayBeSeveral'>

/**
 * Files as a person picks them: native dialogs in Electron, uploads and downloads in a browser. Their bytes stay
 * outside.
 */
export interface WindowFiles {
  /**
   * Asks for a file and does `work` with its handle, which is forgotten after that.
   * @returns null where the person cancelled
   */
  openFile<T>(request: FileRequest, work: (file: OpenedFile) => Promise<T>): Promise<T | null>
  /** Asks for files, several of which may be chosen at once, and does `work` with the handle of each, one after the other. */
  openFiles(request: FileRequest, work: (file: OpenedFile) => Promise<void>): Promise<void>
  /** Does `work` with the handle of a file that was dropped on the window. */
  openDropped<T>(file: File, work: (file: OpenedFile) => Promise<T>): Promise<T>
  /**
   * Asks where to save, lets `write` have the file written that the id stands for, and hands it to the person.
   * @returns the file and what `write` gave; null where the person cancelled
   */
  saveFile<T>(
    suggestedName: string,
    write: (fileId: string) => Promise<T>,
  ): Promise<(SavedFile & { readonly result: T }) | null>
  /**
   * Asks for a place on the disk; answers with its absolute path, or null where the person cancelled. Null itself where no dialog
   * can give a path, as in a browser: there the window asks for it as text.
   */
  readonly choosePlace: ((request: PlaceRequest) => Promise<string | null>) | null
  /** The absolute path of what was dropped on the window; null where nobody tells it, as in a browser. */
  pathOfDropped(file: File): string | null
}

/** Everything the window may ask of the world outside it. */
export interface WorkbenchClient {
  readonly kind: 'electron' | 'browser'
  /** Calls go to the present connection; without one they reject with a `WorkbenchError`. */
  readonly api: WorkbenchApi
  /** Listens to the backend's events, over every reconnection. Returns a function that ends it. */
  subscribe(listener: Partial<WorkbenchEvents>): () => void
  /** Calls `listener` with the present state at once, then with every change. Returns a function that ends it. */
  onState(listener: (state: ConnectionState, reason: string | null) => void): () => void
  /** Tries to connect now instead of at the next planned try. */
  retry(): void
  /** Ends the connection for good. */
  close(): void
  /** Listens to commands of the application menu; never called in browser mode. */
  onCommand(listener: (command: MenuCommand) => void): () => void
  /** Opens an https page outside the window. */
  openExternal(url: string): Promise<void>
  readonly files: WindowFiles
  /** Loads the window anew, as it is at its start. */
  reload(): void
}

export const workbenchClientKey: InjectionKey<WorkbenchClient> = Symbol('workbench client')

/** The client that main.ts provided. @throws Error outside an application that provides it. */
export function useWorkbenchClient(): WorkbenchClient {
  const client = inject(workbenchClientKey)
  if (client === undefined) throw new Error('The application provides no workbench client.')
  return client
}
