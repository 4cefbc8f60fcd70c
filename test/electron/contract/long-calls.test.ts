import { describe, expect, it, onTestFinished } from 'vitest'
import { CallDispatcher } from '#backend/call-dispatcher.ts'
import type { WorkbenchApi, WorkbenchHandlers } from '#contract/api.ts'
import type { analysisCalls } from '#contract/calls/analysis.ts'
import { createChannelPair } from '#contract/channel.ts'
import type { HandlersOf } from '#contract/define-calls.ts'
import { connectWorkbench } from '#contract/rpc.ts'
import { serveWorkbench } from '#contract/rpc-server.ts'
import { type LearningCurveUpdate, WorkbenchError } from '#contract/types.ts'
import { refusal } from '../backend/tiny-workbench.ts'

type DrawCurve = HandlersOf<typeof analysisCalls>['drawLearningCurve']
type Work = Parameters<DrawCurve>[1]

const INPUT = {
  runId: 'abcd234567',
  plan: { sizes: [100], seeds: [1], epochs: 3, equal: 'steps' },
} as const
const progress = (networksDone: number): LearningCurveUpdate => ({
  type: 'progressed',
  progress: { size: 100, seed: 1, networksDone, networks: 9, share: 0, remainingMs: null },
})
const point = (size: number): LearningCurveUpdate => ({
  type: 'pointMeasured',
  point: {
    size,
    seed: 1,
    epochs: 3,
    trainAccuracy: 1,
    validationAccuracy: 0.5,
    testAccuracy: null,
    reason: null,
  },
})

/** Goes on until it is cancelled, as fetch and Node's own functions do. */
const untilAborted = ({ signal }: Work): Promise<never> =>
  new Promise((_resolve, reject) => {
    const abort = (): void => reject(new DOMException('This operation was aborted', 'AbortError'))
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort)
  })

/** A workbench that draws learning curves as a test says, and windows of it. */
function serve(drawLearningCurve: DrawCurve) {
  const defects: unknown[] = []
  const handlers = { runs: { list: () => [] }, analysis: { drawLearningCurve } }
  const dispatcher = new CallDispatcher(handlers as unknown as WorkbenchHandlers, 0)
  const open = () => {
    const [serverEnd, windowEnd] = createChannelPair()
    const stop = serveWorkbench({ api: dispatcher.api, subscribe: () => () => undefined }, serverEnd, {
      logError: (_message, error) => defects.push(error),
    })
    onTestFinished(stop)
    return { api: connectWorkbench(windowEnd).api, serverEnd, windowEnd }
  }
  return { dispatcher, defects, open }
}

/** The same long call from a window and within the program. */
const callers: [string, (served: ReturnType<typeof serve>) => WorkbenchApi][] = [
  ['a window', ({ open }) => open().api],
  ['the program itself', ({ dispatcher }) => dispatcher.api],
]

describe.each(callers)('a long call of %s', (_caller, apiOf) => {
  it('reports on its way and answers at its end', async () => {
    const served = serve((input, { report }) => {
      expect(input).toEqual(INPUT)
      for (const update of [progress(0), point(100), progress(1)]) report(update)
      return Promise.resolve([])
    })
    const heard: unknown[] = []
    const options = { onProgress: (update: unknown) => heard.push(update) }
    expect(await apiOf(served).analysis.drawLearningCurve(INPUT, options)).toEqual([])
    expect(heard).toEqual([progress(0), point(100), progress(1)])
  })

  it('needs neither a listener nor a signal', async () => {
    const served = serve((_input, { report }) => {
      report(progress(0))
      return Promise.resolve([])
    })
    expect(await apiOf(served).analysis.drawLearningCurve(INPUT)).toEqual([])
  })

  it('is cancelled by its signal, once its work has ended, and reports nothing more', async () => {
    const ended = Promise.withResolvers<undefined>()
    const served = serve(async (_input, work) => {
      work.report(progress(0))
      await untilAborted(work).catch(() => work.report(progress(1)))
      await ended.promise
      throw work.signal.reason
    })
    const heard: unknown[] = []
    const begun = Promise.withResolvers<unknown>()
    const cancelling = new AbortController()
    const call = apiOf(served).analysis.drawLearningCurve(INPUT, {
      signal: cancelling.signal,
      onProgress: (update) => {
        heard.push(update)
        begun.resolve(update)
      },
    })
    let isSettled = false
    const settled = refusal(call).finally(() => (isSettled = true))
    await begun.promise
    cancelling.abort()
    await served.open().api.runs.list()
    expect(isSettled).toBe(false)
    ended.resolve(undefined)
    expect((await settled).code).toBe('cancelled')
    expect(heard).toEqual([progress(0)])
    expect(served.defects).toEqual([])
  })

  it('is not even begun where it is cancelled before', async () => {
    let hasBegun = false
    const served = serve(() => {
      hasBegun = true
      return Promise.resolve([])
    })
    const call = apiOf(served).analysis.drawLearningCurve(INPUT, { signal: AbortSignal.abort() })
    expect((await refusal(call)).code).toBe('cancelled')
    expect(hasBegun).toBe(false)
  })

  it('answers where its work was done before the cancel came', async () => {
    const cancelling = new AbortController()
    const served = serve(async (_input, work) => {
      work.report(progress(0))
      await untilAborted(work).catch(() => undefined)
      return []
    })
    const { signal } = cancelling
    const onProgress = (): void => cancelling.abort()
    expect(await apiOf(served).analysis.drawLearningCurve(INPUT, { signal, onProgress })).toEqual([])
  })

  it('is cancelled when the program ends, which takes no more of them', async () => {
    const begun = Promise.withResolvers<unknown>()
    const served = serve((_input, work) => {
      work.report(progress(0))
      return untilAborted(work)
    })
    const api = apiOf(served)
    const ended = refusal(api.analysis.drawLearningCurve(INPUT, { onProgress: begun.resolve }))
    await begun.promise
    served.dispatcher.close()
    expect(await ended).toMatchObject({ code: 'cancelled', message: 'The workbench ends.' })
    expect((await refusal(api.analysis.drawLearningCurve(INPUT))).code).toBe('cancelled')
  })
})

describe('long calls of several windows', () => {
  it('keep their reports and cancels apart', async () => {
    const works: Work[] = []
    const served = serve((_input, work) => {
      works.push(work)
      work.report(progress(works.length))
      return untilAborted(work)
    })
    const heard: unknown[][] = [[], [], []]
    const [first, second] = [served.open().api, served.open().api]
    const begun = [first, first, second].map((api, k) => {
      const begun = Promise.withResolvers<unknown>()
      const cancelling = new AbortController()
      const onProgress = (update: unknown): void => {
        heard[k]!.push(update)
        begun.resolve(update)
      }
      const ended = refusal(api.analysis.drawLearningCurve(INPUT, { signal: cancelling.signal, onProgress }))
      return { begun: begun.promise, ended, cancelling }
    })
    await Promise.all(begun.map((each) => each.begun))
    begun[1]!.cancelling.abort()
    expect((await begun[1]!.ended).code).toBe('cancelled')
    expect(works.map(({ signal }) => signal.aborted)).toEqual([false, true, false])
    works[2]!.report(progress(9))
    await second.runs.list()
    expect(heard).toEqual([[progress(1)], [progress(2)], [progress(3), progress(9)]])
    served.dispatcher.close()
    await Promise.all(begun.map((each) => each.ended))
  })

  it('end when the window that asked leaves, and only those', async () => {
    const works: Work[] = []
    const served = serve((_input, work) => {
      works.push(work)
      work.report(progress(0))
      return untilAborted(work)
    })
    const windows = [served.open(), served.open()]
    const ended = await Promise.all(
      windows.map(async ({ api }) => {
        const begun = Promise.withResolvers<unknown>()
        const ended = refusal(api.analysis.drawLearningCurve(INPUT, { onProgress: begun.resolve }))
        await begun.promise
        return { ended }
      }),
    )
    windows[0]!.windowEnd.close()
    expect((await ended[0]!.ended).code).toBe('disconnected')
    expect(works.map(({ signal }) => signal.aborted)).toEqual([true, false])
    expect(works[0]!.signal.reason).toMatchObject({ code: 'cancelled' })
    served.dispatcher.close()
    await ended[1]!.ended
    expect(served.defects).toEqual([])
  })
})

describe('a slow window', () => {
  it('misses reports that a later one makes void, and no others', async () => {
    const begun = Promise.withResolvers<Work>()
    const ended = Promise.withResolvers<[]>()
    const served = serve((_input, work) => {
      begun.resolve(work)
      return ended.promise
    })
    const { api, serverEnd } = served.open()
    const heard: unknown[] = []
    const call = api.analysis.drawLearningCurve(INPUT, { onProgress: (update) => heard.push(update) })
    const { report } = await begun.promise
    serverEnd.isCongested = () => true
    report(progress(0))
    report(point(100))
    serverEnd.isCongested = () => false
    report(progress(1))
    ended.resolve([])
    await call
    expect(heard).toEqual([point(100), progress(1)])
  })
})

describe('the served end', () => {
  it('refuses a long call without a number of its own, and lets the first one be', async () => {
    const works: Work[] = []
    const { open } = serve((_input, work) => {
      works.push(work)
      return untilAborted(work)
    })
    const { api, windowEnd } = open()
    const answers: unknown[] = []
    windowEnd.onMessage((message) => answers.push(message))
    const m = 'analysis.drawLearningCurve'
    windowEnd.send({ t: 'q', i: 'first', m, a: [INPUT, 7] })
    windowEnd.send({ t: 'q', i: 'none', m, a: [INPUT] })
    windowEnd.send({ t: 'q', i: 'again', m, a: [INPUT, 7] })
    await api.runs.list()
    expect(answers).toMatchObject([
      { i: 'none', r: { ok: false, error: { code: 'invalid' } } },
      { i: 'again', r: { ok: false, error: { code: 'invalid' } } },
      { r: { ok: true } },
    ])
    expect(works).toHaveLength(1)
    windowEnd.send({ t: 'q', m: 'cancel', a: [7] })
    windowEnd.send({ t: 'q', m: 'cancel', a: [8] })
    await api.runs.list()
    expect(works[0]!.signal.aborted).toBe(true)
    expect(answers).toContainEqual(expect.objectContaining({ i: 'first' }))
  })

  it.each([
    { t: 'q', m: 'cancel', a: [] },
    { t: 'q', m: 'cancel', a: ['1'] },
    { t: 'q', m: 'cancel', a: [-1] },
    { t: 'q', m: 'runs.list', a: [1] },
    { t: 'q', i: '1', m: 'analysis.drawLearningCurve', a: [INPUT, 'one'] },
    { t: 'q', i: '1', m: 'analysis.drawLearningCurve', a: [INPUT, 1, 2] },
  ])('drops the malformed message %j', async (message) => {
    const { open, defects } = serve(() => Promise.reject(new Error('not reached')))
    const { api, windowEnd } = open()
    const answers: unknown[] = []
    windowEnd.onMessage((answer) => answers.push(answer))
    windowEnd.send(message)
    await api.runs.list()
    expect(answers).toHaveLength(1)
    expect(defects).toEqual([])
  })

  it.each([
    ['refuses an argument that does not fit', { ...INPUT, runId: '../etc' }, 'invalid', 0],
    ['hides a defect behind a sentence and logs it', INPUT, 'internal', 1],
  ])('%s', async (_what, input, code, defectCount) => {
    const { open, defects } = serve(() => Promise.reject(new TypeError('secret detail')))
    const error = await refusal(open().api.analysis.drawLearningCurve(input))
    expect(error).toBeInstanceOf(WorkbenchError)
    expect(error.code).toBe(code)
    expect(error.message).not.toContain('secret')
    expect(defects).toHaveLength(defectCount)
  })
})
