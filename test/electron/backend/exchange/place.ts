import path from 'node:path'
import { ExchangeThreads } from '#backend/exchange/exchange-threads.ts'
import { RunExchange } from '#backend/exchange/run-exchange.ts'
import type { Store } from '#backend/store/store.ts'
import { openStore } from '../store/filled-store.ts'
import { makeFolder } from '../tiny-workbench.ts'

export interface Place {
  readonly folder: string
  readonly store: Store
  readonly exchange: RunExchange
  /** Runs that were told of. */
  readonly told: string[]
  readonly path: (name: string) => string
}

/** One for all places of a file of tests: a thread takes a moment to start. */
const threads = new ExchangeThreads()

/** A store of its own, with its way in and out. */
export function makePlace(): Place {
  const folder = makeFolder()
  const store = openStore(path.join(folder, 'workbench.sqlite'))
  const told: string[] = []
  const exchange = new RunExchange({
    store,
    threads,
    registry: { announce: (ids) => void told.push(...ids) },
  })
  return { folder, store, exchange, told, path: (name) => path.join(folder, name) }
}
