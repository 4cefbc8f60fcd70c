/** What a menu entry or its accelerator asks the window to do. */
export type MenuCommand =
  | 'new-recipe'
  | 'import-network'
  | 'export-network'
  | 'open-settings'
  | 'open-palette'
  | 'show-train'
  | 'show-runs'
  | 'show-sweeps'
  | 'show-digits'
  | 'show-inspect'
  | 'show-data'

export interface SaveFileRequest {
  /** A name to offer, without a folder. */
  readonly suggestedName: string
  readonly content: string | Uint8Array
}

export interface SavedFile {
  /** Absolute path; null where the browser alone knows it. */
  readonly path: string | null
}

export interface OpenFileRequest {
  /** What is asked for, as in `Import runs or a network`. */
  readonly title: string
  /** Without the dot, as in `['json']`. */
  readonly extensions: readonly string[]
}

export interface OpenedFile {
  /** Without its folder. */
  readonly name: string
  readonly bytes: Uint8Array
}

/** Files as a person picks them: native dialogs in Electron, download and file input in a browser. */
export interface PlatformFiles {
  /** @returns null where the person cancelled. */
  saveFile(request: SaveFileRequest): Promise<SavedFile | null>
  /** @returns null where the person cancelled. */
  openFile(request: OpenFileRequest): Promise<OpenedFile | null>
  /**
   * Asks for a folder; answers with its absolute path, or null where the person cancelled. Null itself where
   * no dialog can tell a path, as in a browser: there the window asks for it as text.
   */
  readonly chooseFolder: ((request: { title: string }) => Promise<string | null>) | null
}

/** `window.workbenchBridge`: all that Electron's preload hands to the window. Absent in browser mode. */
export interface WorkbenchBridge extends PlatformFiles {
  /** `process.platform`: `linux`, `darwin`, `win32`. */
  readonly platform: string
  readonly chooseFolder: (request: { title: string }) => Promise<string | null>
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
