import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { onTestFinished } from 'vitest'
import type { Workbench } from '#backend/workbench.ts'
import { createChannelPair, type Channel } from '#contract/channel.ts'
import { serveWorkbench } from '#contract/rpc-server.ts'
import { workbenchClientKey, type WorkbenchClient } from '../../renderer/platform/client.ts'
import { createReconnectingClient } from '../../renderer/platform/reconnecting.ts'
import { makeWindowFiles } from '../../renderer/platform/window-files.ts'
import { makeFolder } from '../electron/backend/tiny-workbench.ts'

/** The stores of a window over a real backend, without the window's pictures. */
export interface TestWindow {
  readonly client: WorkbenchClient
  /** Uses a store as a component of this window does. */
  use<T>(useStore: () => T): T
  /** Breaks the present connection; the window connects again by itself. */
  dropConnection(): void
  /** While false, the window cannot reach the backend. */
  isReachable: boolean
  /** The next connection is to this workbench. */
  serve(next: Workbench): void
  /** How often the window was loaded anew. */
  readonly reloads: number
  /** Files that the window saved. */
  readonly saved: { name: string; content: Uint8Array<ArrayBuffer> }[]
}

/** Opens a window's stores over a workbench, through the contract's own messages. */
export function openTestWindow(workbench: Workbench): TestWindow {
  let channel: Channel | undefined
  const access = { isReachable: true, served: workbench }
  const counted = { reloads: 0 }
  const saved: { name: string; content: Uint8Array<ArrayBuffer> }[] = []
  const folder = makeFolder()
  const { handles } = workbench
  const connection = createReconnectingClient(() => {
    if (!access.isReachable) return Promise.reject(new Error('Nobody answers.'))
    const [windowEnd, backendEnd] = createChannelPair()
    channel = windowEnd
    serveWorkbench(access.served, backendEnd, {
      logError: (message, error) => {
        throw new Error(message, { cause: error })
      },
    })
    return Promise.resolve(windowEnd)
  }, [5])
  const files = makeWindowFiles(
    {
      chooseFiles: () => Promise.resolve([]),
      takeDropped: async (file) => {
        const place = path.join(folder, file.name)
        await writeFile(place, new Uint8Array(await file.arrayBuffer()))
        return handles.open(place, { owner: 'test' })
      },
      chooseSave: ({ suggestedName }) =>
        Promise.resolve(handles.save(path.join(folder, suggestedName), { owner: 'test' })),
      deliver: async ({ name }) => {
        saved.push({ name, content: new Uint8Array(await readFile(path.join(folder, name))) })
      },
      showInFolder: null,
      choosePlace: null,
      pathOfDropped: () => null,
    },
    (fileId) => connection.api.files.drop({ fileId }),
  )
  const client: WorkbenchClient = {
    kind: 'browser',
    ...connection,
    onCommand: () => () => undefined,
    openExternal: () => Promise.resolve(),
    reload: () => void (counted.reloads += 1),
    files,
  }
  const app = createApp({}).use(createPinia()).provide(workbenchClientKey, client)
  onTestFinished(() => client.close())
  return {
    client,
    use: (useStore) => app.runWithContext(useStore),
    dropConnection: () => channel?.close(),
    serve: (next) => {
      access.served = next
    },
    get isReachable() {
      return access.isReachable
    },
    set isReachable(isReachable) {
      access.isReachable = isReachable
    },
    get reloads() {
      return counted.reloads
    },
    saved,
  }
}
