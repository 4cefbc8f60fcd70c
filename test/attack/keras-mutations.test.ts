import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { Random } from '#core/random/random.ts'
import { mutateArchive } from '../core/formats/mutate-archive.ts'
import { ATTACK_SEED, attackCount } from './attack-size.ts'

const COUNT = attackCount({ few: 1000, all: 5000 })
const FOLDER = path.join(import.meta.dirname, '../fixtures/weights/keras')
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(path.join(FOLDER, name)))

describe('damaged files of Keras', () => {
  it.each(['nested.h5', 'packed.h5', 'variable-names.h5', 'saved-weights.h5'])(
    `%s: ${Math.ceil(COUNT / 4)} copies are read or refused in words`,
    async (fileName) => {
      const random = new Random(ATTACK_SEED, fileName)
      const { refused, slowest } = await mutateArchive(read(fileName), Math.ceil(COUNT / 4), random)
      expect(refused).toBeGreaterThan(COUNT / 50)
      expect(slowest).toBeLessThan(1000)
    },
  )

  it.each(['batch-norm.keras', 'deflated.keras'])(
    `%s: ${COUNT} copies, half of them with right checksums`,
    async (fileName) => {
      const random = new Random(ATTACK_SEED, fileName)
      const { refused, slowest } = await mutateArchive(read(fileName), COUNT, random)
      expect(refused).toBeGreaterThan(COUNT / 5)
      expect(slowest).toBeLessThan(1000)
    },
  )
})
