import { FORMAT_TOOLS } from '#files/format-tools.ts'
import { findNetwork } from '#core/formats/registry.ts'
import { isZip, readZip } from '#core/formats/zip/read-zip.ts'
import { writeZip } from '#core/formats/zip/write-zip.ts'
import type { Random } from '#core/random/random.ts'
import { damage, mutate } from './real-weights.ts'

/** As `mutate`; of an archive, half of the copies have one of its files damaged and all checksums right. */
export async function mutateArchive(
  bytes: Uint8Array,
  count: number,
  random: Random,
): Promise<{ read: number; refused: number; slowest: number }> {
  // The first reading loads the readers' code, which is not what is measured.
  await findNetwork(bytes, 'whole', FORMAT_TOOLS)
  if (!isZip(bytes)) return mutate(bytes, count, random)
  const half = Math.floor(count / 2)
  const whole = await mutate(bytes, half, random)
  const entries = readZip(bytes, FORMAT_TOOLS, Infinity).map((entry) => ({
    name: entry.name,
    bytes: entry.read(),
  }))
  const mended = await mutate(bytes, count - half, random, () => {
    const chosen = random.integer(entries.length)
    const files = entries.map((entry, k) =>
      k === chosen ? { ...entry, bytes: damage(entry.bytes, random) } : entry,
    )
    return writeZip(files, FORMAT_TOOLS)
  })
  return {
    read: whole.read + mended.read,
    refused: whole.refused + mended.refused,
    slowest: Math.max(whole.slowest, mended.slowest),
  }
}
