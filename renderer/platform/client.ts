import type { MenuCommand, PlatformFiles } from '#contract/bridge.ts'
import type { WorkbenchApi, WorkbenchEvents } from '#contract/api.ts'
import { inject, type InjectionKey } from 'vue'

/** `connecting`: not reached yet; `lost`: was reached, is being reached again. */
export type ConnectionState = 'connecting' | 'ready' | 'lost'

/** Files as a person picks them; `chooseFolder` is null where the window must ask for the path as text. */
export type WindowFiles = Pick<PlatformFiles, 'saveFile' | 'openFile'> & {
  readonly chooseFolder: PlatformFiles['chooseFolder'] | null
}

/** Everything the window may ask of the world outside it. */
export interface WorkbenchClient {
  readonly kind: 'electron' | 'browser'
  /** Calls go to the present connection; without one they reject with a `WorkbenchError`. */
  readonly api: WorkbenchApi
  /** Listens to the backend's events, over every reconnection. Returns a function that ends it. */
  subscribe(listener: Partial<WorkbenchEvents>): () => void
  /** Tells the present state at once, then every change. Returns a function that ends it. */
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
}

export const workbenchClientKey: InjectionKey<WorkbenchClient> = Symbol('workbench client')

/** The client that main.ts provided. @throws Error outside an application that provides it. */
export function useWorkbenchClient(): WorkbenchClient {
  const client = inject(workbenchClientKey)
  if (client === undefined) throw new Error('The application provides no workbench client.')
  return client
}
