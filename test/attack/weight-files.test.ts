import { describe, expect, it } from 'vitest'
import { Random } from '#core/random/random.ts'
import { openArchive } from '../core/formats/pickle-bytes.ts'
import { mutate } from '../core/formats/real-weights.ts'
import { torchBytes } from '../core/formats/torch-files.ts'
import { SLOWNESS } from '../slowness.ts'
import { ATTACK_SEED, attackCount } from './attack-size.ts'

const COUNT = attackCount({ few: 1000, all: 5000 })
/** Beyond the checksum of its zip a change reaches the pickle. */
const FILES = [
  { fileName: 'plain.pth', isMended: false },
  { fileName: 'plain.pth', isMended: true },
  { fileName: 'checkpoint.pth', isMended: true },
  { fileName: 'batch-norm.pth', isMended: true },
  { fileName: 'sequence.pth', isMended: false },
  { fileName: 'views-in-sequence.pth', isMended: false },
  { fileName: 'protocol-0.pkl', isMended: false },
  { fileName: 'protocol-4.pkl', isMended: false },
  { fileName: 'protocol-5.pkl', isMended: false },
]

describe('damaged files of PyTorch and pickle are read or refused in clear words', () => {
  it.each(FILES)(
    `${COUNT} of $fileName, mended: $isMended`,
    { timeout: (60_000 + COUNT * 50) * SLOWNESS },
    async ({ fileName, isMended }) => {
      const bytes = torchBytes(fileName)
      const random = new Random(ATTACK_SEED, fileName)
      const archive = isMended ? openArchive(bytes) : { pickled: bytes, around: undefined }
      const { read, refused, slowest } = await mutate(archive.pickled, COUNT, random, archive.around)
      expect(read + refused).toBe(COUNT)
      expect(refused).toBeGreaterThan(COUNT / 4)
      expect(slowest).toBeLessThan(1000)
    },
  )
})
