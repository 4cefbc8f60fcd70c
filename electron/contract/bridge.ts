import type { OpenedFile, SaveTarget } from './types/exchange.ts'

/** What a menu entry or its accelerator asks the window to do. */
export type MenuCommand =
  | 'new-recipe'
  | 'import-network'
  | 'export-network'
  | 'open-store'
  | 'open-settings'
  | 'open-palette'
  | 'show-train'
  | 'show-runs'
  | 'show-sweeps'
  | 'show-digits'
  | 'show-inspect'
  | 'show-learn'
  | 'show-data'

export interface SaveFileRequest {
  /** A name to offer, without a folder. */
  readonly suggestedName: string
}

export interface OpenFileRequest {
  /** What is asked for, as in `Import runs or a network`. */
  readonly title: string
  /** Without the dot, as in `['json']`. */
  readonly extensions: readonly string[]
  /** Whether several may be chosen at once. */
  readonly mayBeSeveral: boolean
}

/** A place whose path is wanted: no system's dialog asks for files and folders at once. */
export interface PlaceRequest {
  readonly title: string
  readonly kind: 'folder' | 'file'
}

/** `window.workbenchBridge`: all that Electron's preload hands to the window. Absent in browser mode. */
export interface WorkbenchBridge {
  /** `process.platform`: `linux`, `darwin`, `win32`. */
  readonly platform: string
  /** Asks where a file is to be written. @returns null where the person cancelled */
  chooseSave(request: SaveFileRequest): Promise<SaveTarget | null>
  /** Asks for files. @returns none where the person cancelled */
  chooseFiles(request: OpenFileRequest): Promise<readonly OpenedFile[]>
  /** Takes a file that was dropped on the window. */
  takeDropped(file: File): Promise<OpenedFile>
  /** The absolute path of a file or folder that was dropped on the window; null for one that a page made itself. */
  pathOfDropped(file: File): string | null
  /** Asks for a place on the disk. @returns its absolute path; null where the person cancelled */
  choosePlace(request: PlaceRequest): Promise<string | null>
  /** Shows a file that this window saved in its folder; rejects for any other handle. */
  showInFolder(request: { fileId: string }): Promise<void>
  /** Sends a message of the contract; rpc.ts speaks over it. */
  send(message: unknown): void
  /** @returns takes the listener off again. */
  onMessage(listener: (message: unknown) => void): () => void
  /** @returns takes the listener off again. */
  onCommand(listener: (command: MenuCommand) => void): () => void
  /** Opens an https page of an allowed host in the person's browser; rejects for any other address. */
  openExternal(url: string): Promise<void>
}

/** The name under which the preload exposes the bridge. */
export const bridgeName = 'workbenchBridge'
