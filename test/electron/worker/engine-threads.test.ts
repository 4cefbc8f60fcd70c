import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { SMALL_TRAININGS, trainSmall } from '../../core/engine/small-trainings.ts'
import { engineThreads } from '../../../electron/worker/engine-threads.ts'

const hash = (parameters: Float64Array): string => createHash('sha256').update(parameters).digest('hex')

describe.each(['wasm', 'wasm-relaxed'] as const)(
  '%s ends in the same bytes on 1, 2, 3 and 4 threads',
  (engine) => {
    it.each(SMALL_TRAININGS)('%s', { timeout: 60_000 }, (name) => {
      const alone = trainSmall(name, engine)
      expect(alone.every((value) => Number.isFinite(value))).toBe(true)
      for (const count of [2, 3, 4]) {
        expect(hash(trainSmall(name, engine, { threads: engineThreads(count) })), `${count} threads`).toBe(
          hash(alone),
        )
      }
    })
  },
)
