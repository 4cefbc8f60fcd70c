import { openWorkbench } from '#backend/workbench.ts'
import { startBrowserServer } from '../../../electron/browser/server.ts'
import type { MemoryReading, ServedStore } from '../served-workbench.ts'

/*
 * The backend as browser mode runs it, alone in its process, so that its memory is no one else's. Started with
 * `--expose-gc`; the first message says which store, each later one asks for a reading.
 */
const reply = (message: unknown): void => void process.send!(message)

/** How often it is noted how long the thread has computed since the last time, in milliseconds. */
const TURN_INTERVAL_MS = 5

const computedMs = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

let longestTurnMs = 0
let turnBeganAt = computedMs()
setInterval(() => {
  const now = computedMs()
  longestTurnMs = Math.max(longestTurnMs, now - turnBeganAt)
  turnBeganAt = now
}, TURN_INTERVAL_MS).unref()

process.once('message', (served: ServedStore) => {
  const workbench = openWorkbench({
    storePath: served.storePath,
    dataFolder: served.dataFolder,
    version: '0.0.0',
    maxWorkers: 1,
  })
  void startBrowserServer({
    host: { workbench, storePath: served.storePath, onChange: () => () => undefined },
    logError: (message, error) => void process.stderr.write(`${message} ${String(error)}\n`),
    windowFolder: served.dataFolder,
    port: 0,
    mayMovePort: true,
  }).then((server) => {
    process.on('message', (wish: 'measure' | 'close') => {
      if (wish === 'measure') {
        global.gc!()
        const { rss, heapUsed, external } = process.memoryUsage()
        reply({ rss, heapUsed, external, longestTurnMs } satisfies MemoryReading)
        // A collection that was asked for is no turn of the workbench.
        longestTurnMs = 0
        turnBeganAt = computedMs()
      } else {
        void server
          .close()
          .then(() => workbench.close())
          .then(() => process.disconnect())
      }
    })
    reply(server.address)
  })
})
