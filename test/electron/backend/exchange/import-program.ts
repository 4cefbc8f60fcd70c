import { ExchangeThreads } from '#backend/exchange/exchange-threads.ts'
import { RunExchange } from '#backend/exchange/run-exchange.ts'
import { Store } from '#backend/store/store.ts'
import type { FileWorkProgress, RunImport } from '#contract/types.ts'

/** Messages of the program: how far its import is, and what came of it. */
export type ImportProgramMessage = { readonly progress: FileWorkProgress } | { readonly result: RunImport }

/** A program, started by `fork`, that imports a file into a store and tells how far it is. */
const [storePath, file] = process.argv.slice(2)
const store = new Store(storePath!)
const threads = new ExchangeThreads()
const exchange = new RunExchange({ store, threads, registry: { announce: () => undefined } })
const send = (message: ImportProgramMessage): void => void process.send!(message)
const result = await exchange.importRuns(file!, { onProgress: (progress) => send({ progress }) })
send({ result })
await threads.close()
store.close()
process.disconnect()
