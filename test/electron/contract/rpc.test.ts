import type { EpochMetrics } from '#core/training/epoch-metrics.ts'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createChannelPair, type Channel } from '#contract/channel.ts'
import { parseInput } from '#contract/inputs.ts'
import { workbenchMethods } from '#contract/methods.ts'
import { connectWorkbench } from '#contract/rpc.ts'
import { serveWorkbench, type ServedWorkbench } from '#contract/rpc-server.ts'
import { WorkbenchError, type WorkbenchApi, type WorkbenchEvents } from '#contract/types.ts'

/** A workbench that only does what a test gives it, and both ends of its channel. */
function serve(api: Partial<WorkbenchApi> = {}) {
  const listeners = new Set<Partial<WorkbenchEvents>>()
  const defects: unknown[] = []
  const workbench: ServedWorkbench = {
    api: api as WorkbenchApi,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const [serverEnd, windowEnd] = createChannelPair()
  const stop = serveWorkbench(workbench, serverEnd, {
    parseInput,
    logError: (_message, error) => defects.push(error),
  })
  onTestFinished(stop)
  const connection = connectWorkbench(windowEnd)
  const tell = <Name extends keyof WorkbenchEvents>(
    name: Name,
    ...args: Parameters<WorkbenchEvents[Name]>
  ) => {
    for (const listener of listeners) (listener[name] as (...args: unknown[]) => void)(...args)
  }
  return { ...connection, windowEnd, serverEnd, stop, defects, listeners, tell }
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
  await connection.api.listRuns()
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

describe('a call', () => {
  it('brings its argument there and its value back, typed arrays and NaN included', async () => {
    let seen: Uint8Array | null = null
    const { api } = serve({
      predict: ({ image }) => {
        seen = image
        return Promise.resolve({ outputs: [Number.NaN, 0.25], digit: 1 })
      },
      getDataSample: () =>
        Promise.resolve({
          rows: 1,
          columns: 2,
          images: new Uint8Array([7, 255]),
          labels: new Uint8Array([3]),
        }),
    })
    expect(await api.predict({ runId: 'abcde', image: new Uint8Array([1, 2]) })).toEqual({
      outputs: [Number.NaN, 0.25],
      digit: 1,
    })
    expect(seen).toEqual(new Uint8Array([1, 2]))
    const sample = await api.getDataSample({ dataSet: 'mnist', part: 'test', offset: 0, count: 1 })
    expect(sample.images).toEqual(new Uint8Array([7, 255]))
  })

  it('keeps calls apart that are answered in another order', async () => {
    const first = Promise.withResolvers<never[]>()
    const { api } = serve({ listRuns: () => first.promise, listDataSets: () => Promise.resolve([]) })
    const slow = api.listRuns()
    expect(await api.listDataSets()).toEqual([])
    first.resolve([])
    expect(await slow).toEqual([])
  })

  it('fails with the error of the workbench: code, message and problems', async () => {
    const problem = { path: ['epochs'], message: 'Epochs: expected 1 or more, got 0' }
    const { api, defects } = serve({
      resumeRun: () => Promise.reject(new WorkbenchError('conflict', 'The run is completed.', [problem])),
    })
    const error: unknown = await api.resumeRun({ runId: 'abcde' }).catch((error: unknown) => error)
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
  ])('hides a defect (%s) behind a sentence and logs it', async (_kind, listRuns) => {
    const { api, defects } = serve({ listRuns })
    const error: unknown = await api.listRuns().catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'internal' })
    expect((error as Error).message).not.toContain('secret')
    expect(defects).toEqual([new TypeError('secret detail')])
  })

  it('refuses an argument that does not fit, by the schema', async () => {
    const { api } = serve({ getRun: () => Promise.reject(new Error('not reached')) })
    await expect(api.getRun({ runId: '../etc' })).rejects.toMatchObject({ code: 'invalid' })
    await expect(api.getRun(undefined as never)).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('the served end', () => {
  const callable = { listRuns: () => Promise.resolve([]) }

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'then', 'dropDatabase', ''])(
    'refuses the name %j',
    async (name) => {
      const served = serve(callable)
      const answers = await sendRaw(served.windowEnd, { t: 'q', i: '1', m: name, a: [] }, served)
      expect(answers).toMatchObject([{ t: 's', i: '1', r: { ok: false, error: { code: 'invalid' } } }])
    },
  )

  it.each([
    null,
    undefined,
    7,
    'text',
    [],
    {},
    { t: 's', i: '1', r: 1 },
    { t: 'q', m: 'listRuns', a: [] },
    { t: 'q', i: 1, m: 'listRuns', a: [] },
    { t: 'q', i: '1', m: {}, a: [] },
    { t: 'q', i: '1', m: 'listRuns', a: 'x' },
    { t: 'q', i: '1', m: 'listRuns', a: [1, 2] },
    { t: 'q', i: 'x'.repeat(1000), m: 'listRuns', a: [] },
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
    const { api, tell, ...connection } = serve({ listRuns: () => Promise.resolve([]) })
    const heard: unknown[] = []
    const off = connection.subscribe({ epochFinished: (event) => heard.push(event) })
    connection.subscribe({ runsDeleted: (event) => heard.push(event) })
    tell('epochFinished', { runId: 'abcde', metrics })
    tell('runsDeleted', { runIds: ['abcde'] })
    await api.listRuns()
    off()
    tell('epochFinished', { runId: 'abcde', metrics })
    await api.listRuns()
    expect(heard).toEqual([{ runId: 'abcde', metrics }, { runIds: ['abcde'] }])
  })

  it('leave out mere progress while the window reads too slowly, and nothing else', async () => {
    const { serverEnd, api, tell, ...connection } = serve({ listRuns: () => Promise.resolve([]) })
    const heard: string[] = []
    connection.subscribe({
      downloadProgressed: ({ file }) => heard.push(`progress of ${file}`),
      runsDeleted: ({ runIds }) => heard.push(`deleted ${runIds.join()}`),
    })
    const progress = {
      state: 'running',
      receivedBytes: 1,
      totalBytes: 2,
      mirror: null,
      problem: null,
    } as const
    serverEnd.isCongested = () => true
    tell('downloadProgressed', { ...progress, file: 'first' })
    tell('runsDeleted', { runIds: ['abcde'] })
    serverEnd.isCongested = () => false
    tell('downloadProgressed', { ...progress, file: 'second' })
    await api.listRuns()
    expect(heard).toEqual(['deleted abcde', 'progress of second'])
  })
})

describe('a lost connection', () => {
  it.each(['window', 'server'] as const)(
    'fails the calls under way and later ones (closed by the %s)',
    async (side) => {
      const { api, windowEnd, stop } = serve({ listRuns: () => new Promise(() => undefined) })
      const pending = api.listRuns()
      if (side === 'window') windowEnd.close()
      else stop()
      await expect(pending).rejects.toMatchObject({ name: 'WorkbenchError', code: 'disconnected' })
      await expect(api.listRuns()).rejects.toMatchObject({ name: 'WorkbenchError', code: 'disconnected' })
    },
  )
})

it('offers every call of the contract', () => {
  const { api } = serve()
  expect(Object.keys(api)).toEqual(workbenchMethods)
})
