import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { WebSocket } from 'ws'
import { type Channel, ChannelListeners } from '#contract/channel.ts'
import { decodeMessage, encodeMessage } from '#contract/message-codec.ts'
import { connectWorkbench, type WorkbenchConnection } from '#contract/rpc.ts'
import manifest from '../../package.json' with { type: 'json' }

export interface ServedStore {
  readonly storePath: string
  readonly dataFolder: string
}

/** Bytes, after a collection of garbage. */
export interface MemoryReading {
  /** Of the whole process, the threads that train included. */
  readonly rss: number
  /** Of the thread that answers the window. */
  readonly heapUsed: number
  /** Buffers of that thread outside its heap. */
  readonly external: number
  /**
   * The longest that this thread has computed without hearing of anything else since the last reading, in milliseconds of
   * its own time: other programs on the machine do not count.
   */
  readonly longestTurnMs: number
}

export interface ServedWorkbench {
  /** As a page of browser mode is connected. */
  connect(): Promise<WorkbenchConnection>
  measure(): Promise<MemoryReading>
  /** Ends the process in order. */
  close(): Promise<void>
}

/** Options that `npm start` gives to Node. */
const NODE_OPTIONS = manifest.scripts.start.split(' ').filter((word) => word.startsWith('--'))

/** Starts the backend of browser mode in a process of its own. */
export async function serveStore(store: ServedStore): Promise<ServedWorkbench> {
  const entry = fileURLToPath(new URL('children/served-workbench.ts', import.meta.url))
  const child = fork(entry, {
    execArgv: ['--expose-gc', ...NODE_OPTIONS],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const answer = async (message: ServedStore | 'measure'): Promise<unknown> => {
    const settled = new AbortController()
    const { signal } = settled
    const ended = once(child, 'exit', { signal }).then(() => {
      throw new Error('The process of the workbench has ended')
    })
    const answered = once(child, 'message', { signal })
    child.send(message)
    try {
      const [value] = (await Promise.race([answered, ended])) as [unknown]
      return value
    } finally {
      // The one that still waits is rejected, which nobody hears.
      for (const promise of [ended, answered]) promise.catch(() => undefined)
      settled.abort()
    }
  }
  const { host, search } = new URL((await answer(store)) as string)
  return {
    connect: async () => connectWorkbench(await openChannel(host, search)),
    measure: async () => (await answer('measure')) as MemoryReading,
    close: async () => {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.send('close')
      await ended
    },
  }
}

async function openChannel(host: string, search: string): Promise<Channel> {
  const socket = new WebSocket(`ws://${host}/rpc${search}`, { headers: { origin: `http://${host}` } })
  const listeners = new ChannelListeners()
  socket.on('message', (data: Buffer) => listeners.received(decodeMessage(new Uint8Array(data))))
  socket.on('close', () => listeners.ended())
  await once(socket, 'open')
  return {
    send: (message) => socket.send(encodeMessage(message)),
    onMessage: (listener) => listeners.onMessage(listener),
    onClose: (listener) => listeners.onClose(listener),
    close: () => socket.close(),
  }
}
