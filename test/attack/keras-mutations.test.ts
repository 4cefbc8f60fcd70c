import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { Random } from '#core/random/random.ts'
import { mutateArchive } from '../core/formats/mutate-archive.ts'

const FOLDER = path.join(import.meta.dirname, '../fixtures/weights/keras')
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(path.join(FOLDER, name)))

describe('damaged files of Keras', () => {
  it.each(['nested.h5', 'packed.h5', 'variable-names.h5', 'saved-weights.h5'])(
    '%s: 1,250 copies are read or refused in words',
    async (fileName) => {
      const { refused, slowest } = await mutateArchive(read(fileName), 1250, new Random(1))
      expect(refused).toBeGreaterThan(100)
      expect(slowest).toBeLessThan(1000)
    },
  )

  it.each(['batch-norm.keras', 'deflated.keras'])(
    '%s: 5,000 copies, half of them with right checksums',
    async (fileName) => {
      const { refused, slowest } = await mutateArchive(read(fileName), 5000, new Random(2))
      expect(refused).toBeGreaterThan(1000)
      expect(slowest).toBeLessThan(1000)
    },
  )
})
