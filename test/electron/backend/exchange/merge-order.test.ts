import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hashFloats } from '#backend/store/float-bytes.ts'
import type { Store } from '#backend/store/store.ts'
import { addEpoch, addRun, findProblems, smallCheckpoint, smallMetrics } from '../store/filled-store.ts'
import { SLOWNESS } from '../../../slowness.ts'
import { makeExchangeStore, type ExchangeStore } from './exchange-store.ts'

/** What a store knows of its runs, as each run's newest weights. */
const coursesOf = (store: Store): string[] =>
  store.runs.list().map((run) => `${run.epochsDone} ${run.weightsSha256}`)

/** The same run copied to other places and trained on there: to so many epochs, one of two ways from the third on. */
async function makeCopies(
  copies: readonly { epochs: number; way: number }[],
): Promise<{ id: string; files: string[] }> {
  const first = makeExchangeStore()
  const id = addRun(first.store, 2)
  const beginning = first.path('beginning.backprop')
  await first.exchange.exportRuns([id], beginning)
  const files = await Promise.all(
    copies.map(async ({ epochs, way }) => {
      const exchangeStore = makeExchangeStore()
      await exchangeStore.exchange.importRuns(beginning)
      exchangeStore.store.runs.claim(id, ['interrupted'], () => '')
      for (let epoch = 2; epoch < epochs; epoch++) train(exchangeStore, id, epoch, way)
      const file = exchangeStore.path('copy.backprop')
      await exchangeStore.exchange.exportRuns([id], file)
      return file
    }),
  )
  return { id, files }
}

function train({ store }: ExchangeStore, id: string, epoch: number, way: number): void {
  if (way === 0) {
    addEpoch(store, id, epoch)
    return
  }
  const checkpoint = smallCheckpoint(epoch)
  checkpoint.parameters[0]! += way
  store.runs.addEpoch(id, smallMetrics(epoch), checkpoint)
}

it(
  'loses no course of a run, whatever is merged in which order and how often',
  async () => {
    const copy = fc.record({ epochs: fc.integer({ min: 2, max: 5 }), way: fc.integer({ min: 0, max: 1 }) })
    await fc.assert(
      fc.asyncProperty(
        fc.array(copy, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(3), { maxLength: 3 }),
        async (copies, again) => {
          const { files } = await makeCopies(copies)
          const { store, exchange } = makeExchangeStore()
          const order = [...files.keys(), ...again.map((k) => k % files.length)]
          for (const k of order) await exchange.importRuns(files[k]!)
          expect(findProblems(store.path)).toEqual([])
          const kept = new Set(coursesOf(store))
          // The longest of each way is there whole; a shorter one may have become part of it.
          for (const way of [0, 1]) {
            const longest = Math.max(
              0,
              ...copies.filter((each) => each.way === way).map(({ epochs }) => epochs),
            )
            if (longest > 2)
              expect([...kept].some((course) => course.startsWith(`${longest} ${shaOf(longest, way)}`))).toBe(
                true,
              )
          }
          const before = coursesOf(store)
          for (const file of files) {
            expect(await exchange.importRuns(file)).toMatchObject({
              added: 0,
              extended: 0,
              besides: 0,
              present: 1,
            })
          }
          expect(coursesOf(store)).toEqual(before)
        },
      ),
      { numRuns: 12 },
    )
  },
  180_000 * SLOWNESS,
)

function shaOf(epochs: number, way: number): string {
  const { parameters } = smallCheckpoint(epochs - 1)
  if (way !== 0) parameters[0]! += way
  return hashFloats(parameters)
}
