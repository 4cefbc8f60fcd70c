import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { EngineThreads } from '#core/engine/wasm/engine-threads.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { makeParts } from '../../core/engine/small-trainings.ts'
import { readyThreads } from '../../core/engine/ready-threads.ts'
import { Training } from '#core/training/training.ts'
import {
  type NodeEngineThreadsOptions,
  nodeEngineThreads,
} from '../../../electron/worker/node-engine-threads.ts'

const data = { ...LECTURE_RECIPE.data, trainSize: 631, validationSize: 0, testSize: 40 }
const parts = makeParts()

/** Trains in slices until it ends, as a training's thread does, so that news of its threads can come. */
async function train(threads: EngineThreads, epochs = 100_000): Promise<string> {
  const recipe = { ...LECTURE_RECIPE, data, epochs }
  const training = new Training({ recipe, parts, engine: { threads } })
  try {
    for (;;) {
      if (training.advance(200).type === 'completed') return 'completed'
      await setImmediate()
    }
  } finally {
    training.close()
  }
}

describe('a thread beside the engine’s', () => {
  it.each<[string, NodeEngineThreadsOptions, RegExp]>([
    ['throws', { script: `throw new Error('the defect')` }, /^A thread of the engine failed: the defect$/],
    ['does not parse', { script: 'not a script' }, /^A thread of the engine failed: /],
    ['ends at once', { script: 'process.exit(0)' }, /^A thread of the engine ended before it began$/],
    [
      'is ended by its memory limit',
      {
        script: 'const kept = []; for (;;) kept.push(new Array(1e5).fill({}))',
        resourceLimits: { maxOldGenerationSizeMb: 8 },
      },
      /^A thread of the engine failed: .*memory/,
    ],
  ])('fails the work with the reason where it %s', async (_case, options, words) => {
    await expect(train(nodeEngineThreads(3, options))).rejects.toThrow(words)
  })

  // Memory of a thread's own is found by its number: one with another number traps within a kernel, as soon as it works.
  it.each([
    ['lies beyond all memory', 2 ** 30],
    ['lies before all memory', -(2 ** 20)],
    ['lies far from the others', 2 ** 24],
  ])('fails the work with the reason where it traps within a kernel: its share %s', async (_case, thread) => {
    const real = nodeEngineThreads(3)
    const threads = readyThreads({
      ...real,
      start: (job) => real.start(job.thread === 2 ? { ...job, thread } : job),
    })
    await expect(train(threads)).rejects.toThrow(
      /^A thread of the engine failed: RuntimeError: memory access out of bounds$/,
    )
  })

  it('is not waited for before it is ready', async () => {
    const threads: EngineThreads = { count: 2, start: () => () => 'starting' }
    expect(await train(threads, 2)).toBe('completed')
  })
})
