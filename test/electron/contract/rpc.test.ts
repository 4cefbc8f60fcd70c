import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import { CallDispatcher } from '#backend/call-dispatcher.ts'
import {
  callsByName,
  workbenchCalls,
  type WorkbenchApi,
  type WorkbenchEvents,
  type WorkbenchHandlers,
} from '#contract/api.ts'
import { createChannelPair, type Channel } from '#contract/channel.ts'
import { connectWorkbench } from '#contract/rpc.ts'
import { serveWorkbench, type ServedWorkbench } from '#contract/rpc-server.ts'
import { type RunSummary, WorkbenchError } from '#contract/types.ts'

type SomeHandlers = { [Area in keyof WorkbenchHandlers]?: Partial<WorkbenchHandlers[Area]> }

/** A workbench that only does what a test gives it, and both ends of its channel. */
function serve(handlers: SomeHandlers = {}) {
  const listeners = new Set<Partial<WorkbenchEvents>>()
  const defects: unknown[] = []
  const dispatcher = new CallDispatcher(handlers as WorkbenchHandlers, 0)
  const workbench: ServedWorkbench = {
    api: dispatcher.api,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const [serverEnd, windowEnd] = createChannelPair()
  const stop = serveWorkbench(workbench, serverEnd, { logError: (_message, error) => defects.push(error) })
  onTestFinished(stop)
  const connection = connectWorkbench(windowEnd)
  const tell = <Name extends keyof WorkbenchEvents>(
    name: Name,
    ...args: Parameters<WorkbenchEvents[Name]>
  ) => {
    for (const listener of listeners) (listener[name] as (...args: unknown[]) => void)(...args)
  }
  return { ...connection, dispatcher, windowEnd, serverEnd, stop, defects, listeners, tell }
}

/** Sends a raw message and waits for the answer to a sound call sent after it. */
async function sendRaw(
  end: Channel,
  message: unknown,
  connection: { api: WorkbenchApi },
): Promise<unknown[]> {
  const received: unknown[] = []
  const off = end.onMessage((answer) => received.push(answer))
  end.send(message)
  await connection.api.runs.list()
  off()
  return received.slice(0, -1)
}

const metrics: EpochMetrics = {
  epoch: 3,
  trainLoss: Number.NaN,
  trainAccuracy: 0.5,
  validationLoss: null,
  validationAccuracy: null,
  testLoss: Infinity,
  testCorrect: 9342,
  testTotal: 10_000,
  durationMs: 12.5,
  learningRate: null,
  layers: null,
}

const callable: SomeHandlers = { runs: { list: () => [] } }

describe('a call', () => {
  it('brings its argument there and its value back, typed arrays and NaN included', async () => {
    let seen: Uint8Array | null = null
    const { api } = serve({
      analysis: {
        predict: ({ image }) => {
          seen = image
          return { outputs: [Number.NaN, 0.25], digit: 1 }
        },
      },
      data: {
        getSample: () => ({
          rows: 1,
          columns: 2,
          images: new Uint8Array([7, 255]),
          labels: new Uint8Array([3]),
        }),
      },
    })
    expect(await api.analysis.predict({ runId: 'abcde', image: new Uint8Array([1, 2]) })).toEqual({
      outputs: [Number.NaN, 0.25],
      digit: 1,
    })
    expect(seen).toEqual(new Uint8Array([1, 2]))
    const sample = await api.data.getSample({ dataSet: 'mnist', part: 'test', offset: 0, count: 1 })
    expect(sample.images).toEqual(new Uint8Array([7, 255]))
  })

  it('keeps calls apart that are answered in another order', async () => {
    const first = Promise.withResolvers<never[]>()
    const { api } = serve({ runs: { list: () => first.promise }, data: { list: () => [] } })
    const slow = api.runs.list()
    expect(await api.data.list()).toEqual([])
    first.resolve([])
    expect(await slow).toEqual([])
  })

  it('fails with the error of the workbench: code, message and problems', async () => {
    const problem = { path: ['epochs'], message: 'Epochs: expected 1 or more, got 0' }
    const { api, defects } = serve({
      runs: {
        resume: () => Promise.reject(new WorkbenchError('conflict', 'The run is completed.', [problem])),
      },
    })
    const error: unknown = await api.runs.resume({ runId: 'abcde' }).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(WorkbenchError)
    expect(error).toMatchObject({ code: 'conflict', message: 'The run is completed.', problems: [problem] })
    expect(defects).toEqual([])
  })

  it.each([
    ['a rejection', () => Promise.reject(new TypeError('secret detail'))],
    [
      'a throw',
      () => {
        throw new TypeError('secret detail')
      },
    ],
  ])('hides a defect (%s) behind a sentence and logs it', async (_kind, list) => {
    const { api, defects } = serve({ runs: { list } })
    const error: unknown = await api.runs.list().catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'internal' })
    expect((error as Error).message).not.toContain('secret')
    expect(defects).toEqual([new TypeError('secret detail')])
  })

  it('refuses an argument that does not fit, by the schema', async () => {
    const { api } = serve({ runs: { get: () => Promise.reject(new Error('not reached')) } })
    await expect(api.runs.get({ runId: '../etc' })).rejects.toMatchObject({ code: 'invalid' })
    await expect(api.runs.get(undefined as never)).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('the served end', () => {
  it.each([
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
    'then',
    'dropDatabase',
    '',
    'runs',
    'runs.constructor',
    'runs.list.call',
  ])('refuses the name %j', async (name) => {
    const served = serve(callable)
    const answers = await sendRaw(served.windowEnd, { t: 'q', i: '1', m: name, a: [] }, served)
    expect(answers).toMatchObject([{ t: 's', i: '1', r: { ok: false, error: { code: 'invalid' } } }])
  })

  it.each([
    null,
    undefined,
    7,
    'text',
    [],
    {},
    { t: 's', i: '1', r: 1 },
    { t: 'q', m: 'runs.list', a: [] },
    { t: 'q', i: 1, m: 'runs.list', a: [] },
    { t: 'q', i: '1', m: {}, a: [] },
    { t: 'q', i: '1', m: 'runs.list', a: 'x' },
    { t: 'q', i: '1', m: 'runs.list', a: [1, 2, 3] },
    { t: 'q', i: 'x'.repeat(1000), m: 'runs.list', a: [] },
  ])('drops the malformed message %j', async (message) => {
    const served = serve(callable)
    expect(await sendRaw(served.windowEnd, message, served)).toEqual([])
    expect(served.defects).toEqual([])
  })

  it('stops listening to the workbench when the window is gone', () => {
    const { windowEnd, listeners } = serve()
    expect(listeners.size).toBe(1)
    windowEnd.close()
    expect(listeners.size).toBe(0)
  })
})

describe('events', () => {
  it('reach every listener until it is taken off', async () => {
    const { api, tell, ...connection } = serve(callable)
    const heard: unknown[] = []
    const off = connection.subscribe({ epochFinished: (event) => heard.push(event) })
    connection.subscribe({ runsDeleted: (event) => heard.push(event) })
    tell('epochFinished', { runId: 'abcde', metrics })
    tell('runsDeleted', { runIds: ['abcde'] })
    await api.runs.list()
    off()
    tell('epochFinished', { runId: 'abcde', metrics })
    await api.runs.list()
    expect(heard).toEqual([{ runId: 'abcde', metrics }, { runIds: ['abcde'] }])
  })

  it('go together where they come close, in their order and with the newest change of a run alone', async () => {
    const { windowEnd, api, tell, ...connection } = serve(callable)
    let messages = 0
    windowEnd.onMessage(() => messages++)
    const heard: string[] = []
    connection.subscribe({
      epochFinished: ({ metrics: { epoch } }) => heard.push(`epoch ${epoch}`),
      runChanged: ({ id, epochsDone }) => heard.push(`${id} has ${epochsDone}`),
    })
    const COUNT = 300
    for (let epoch = 0; epoch < COUNT; epoch++) {
      tell('epochFinished', { runId: 'abcde', metrics: { ...metrics, epoch } })
      tell('runChanged', { id: 'abcde', epochsDone: epoch + 1 } as RunSummary)
    }
    tell('runChanged', { id: 'other', epochsDone: 7 } as RunSummary)
    await api.runs.list()
    // The first at once, the others before the answer, and the answer.
    expect(messages).toBe(3)
    const epochs = Array.from({ length: COUNT }, (_, epoch) => `epoch ${epoch}`)
    expect(heard).toEqual([...epochs, `abcde has ${COUNT}`, 'other has 7'])
  })

  it('are sent without an answer too, soon', async () => {
    const { tell, ...connection } = serve(callable)
    const { promise, resolve } = Promise.withResolvers<string[]>()
    connection.subscribe({ runsDeleted: ({ runIds }) => runIds.includes('second') && resolve(runIds) })
    tell('runsDeleted', { runIds: ['first'] })
    tell('runsDeleted', { runIds: ['second'] })
    expect(await promise).toEqual(['second'])
  })

  it('leave out mere progress while the window reads too slowly, and nothing else', async () => {
    const { serverEnd, api, tell, ...connection } = serve(callable)
    const heard: string[] = []
    connection.subscribe({
      trainingProgressed: ({ batch }) => heard.push(`mini-batch ${batch}`),
      runsDeleted: ({ runIds }) => heard.push(`deleted ${runIds.join()}`),
    })
    const progress = {
      ...({ runId: 'abcde', phase: 'training', epoch: 0, epochs: 1 } as const),
      ...{ batches: 9, examplesPerSecond: null, remainingMs: null, recent: null },
    }
    serverEnd.isCongested = () => true
    tell('trainingProgressed', { ...progress, batch: 1 })
    tell('runsDeleted', { runIds: ['abcde'] })
    serverEnd.isCongested = () => false
    tell('trainingProgressed', { ...progress, batch: 2 })
    await api.runs.list()
    expect(heard).toEqual(['deleted abcde', 'mini-batch 2'])
  })
})

describe('a lost connection', () => {
  it.each(['window', 'server'] as const)(
    'fails the calls under way and later ones (closed by the %s)',
    async (side) => {
      const { api, windowEnd, stop } = serve({ runs: { list: () => new Promise(() => undefined) } })
      const pending = api.runs.list()
      if (side === 'window') windowEnd.close()
      else stop()
      await expect(pending).rejects.toMatchObject({ name: 'WorkbenchError', code: 'disconnected' })
      await expect(api.runs.list()).rejects.toMatchObject({ name: 'WorkbenchError', code: 'disconnected' })
    },
  )
})

it('offers every call of the contract', () => {
  const { api } = serve()
  const names = Object.entries(api).flatMap(([area, calls]) =>
    Object.keys(calls).map((name) => `${area}.${name}`),
  )
  expect(names).toEqual([...callsByName.keys()])
  expect(Object.keys(api)).toEqual(Object.keys(workbenchCalls))
})
