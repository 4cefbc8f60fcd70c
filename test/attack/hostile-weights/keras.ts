import { gunzipSync } from 'node:zlib'
import { forgeZip } from '../zip-bombs.ts'
import { fixture, type HostileFile, MEGABYTE, times, zeros } from './hostile-file.ts'

const keras = (config: string, weights: Uint8Array, isDeflated = false): Uint8Array =>
  forgeZip([
    { name: 'metadata.json', content: Buffer.from('{}') },
    { name: 'config.json', content: Buffer.from(config) },
    { name: 'model.weights.h5', content: weights, isDeflated },
  ])
const DENSE = '{"class_name":"Dense","config":{"name":"a"}}'
const sequential = (layers: string): string => `{"class_name":"Sequential","config":{"layers":[${layers}]}}`
const unzipped = (name: string): Uint8Array => gunzipSync(fixture(`hostile/${name}.gz`))
/** Hostile files of Keras. */
export const KERAS: readonly HostileFile[] = [
  ...['refused-cycle.h5', 'refused-bomb.h5', 'refused-huge.h5'].map((name) => ({
    name,
    make: () => fixture(`keras/${name}`),
  })),
  ...['pieces-of-512-MB.h5', 'four-thousand-attributes.h5', 'half-floats.h5'].map((name) => ({
    name,
    make: () => unzipped(name),
  })),
  { name: 'bomb.keras', make: () => keras(sequential(DENSE), zeros(256 * MEGABYTE), true) },
  {
    name: 'bomb-below-the-limit.keras',
    make: () =>
      keras(sequential(DENSE), Buffer.concat([fixture('keras/refused-huge.h5'), zeros(60_000_000)]), true),
  },
  {
    name: 'nested-models.keras',
    make: () =>
      keras(
        `${'{"class_name":"Sequential","config":{"layers":['.repeat(20_000)}${']}}'.repeat(20_000)}`,
        zeros(8),
      ),
  },
  {
    name: 'many-layers.keras',
    make: () => keras(sequential(times(60_000, () => DENSE).join()), fixture('keras/saved.weights.h5')),
  },
]
