import { describe, expect, it } from 'vitest'
import { READABLE_FORMATS, WRITABLE_FORMATS } from '#core/formats/registry.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { Random } from '#core/random/random.ts'
import { mutateArchive } from '../core/formats/mutate-archive.ts'
import { ownNetwork, roundTrip } from '../core/formats/own-network.ts'
import { tinyRecipe } from '../core/training/tiny-images.ts'
import { ATTACK_SEED, attackCount } from './attack-size.ts'

const recipe = tinyRecipe()
/** What network2.py can hold. */
const SIGMOIDS = { recipe, unknownFields: [], parameters: initializeParameters(recipe) }
const COUNT = attackCount({ few: 500, all: 5000 })
const FORMATS = WRITABLE_FORMATS.filter((format) => READABLE_FORMATS.some(({ name }) => name === format.name))

describe('damaged files of formats that are written here are read or refused in clear words', () => {
  it.each(FORMATS)(
    `${COUNT} of $name, half of an archive's with right checksums`,
    { timeout: 60_000 + COUNT * 50 },
    async ({ name, loadWriter }) => {
      const network = name === 'network2' ? SIGMOIDS : ownNetwork('relu', { batchNorm: true })
      const { bytes } = await roundTrip(await loadWriter(), network)
      const { read, refused, slowest } = await mutateArchive(bytes, COUNT, new Random(ATTACK_SEED, name))
      expect(read + refused).toBe(COUNT)
      expect(refused).toBeGreaterThan(COUNT / 20)
      expect(slowest).toBeLessThan(1000)
    },
  )
})
