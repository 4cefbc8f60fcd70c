import { pickle, text } from '../../core/formats/pickle-bytes.ts'
import { forgeZip, npyOf } from '../zip-bombs.ts'
import { type HostileFile, MEGABYTE, times, zeros } from './hostile-file.ts'

const SQUARE = npyOf('<f4', '784, 784', zeros(4 * 784 * 784))
/** Hostile archives of NumPy. */
export const NPZ: readonly HostileFile[] = [
  {
    name: 'bomb-of-128-MB.npz',
    make: () =>
      forgeZip([
        { name: 'W1.npy', content: npyOf('<f4', '784, 40816', zeros(4 * 784 * 40_816)), isDeflated: true },
      ]),
  },
  {
    name: 'bomb-that-lies.npz',
    make: () =>
      forgeZip([{ name: 'W1.npy', content: zeros(128 * MEGABYTE), isDeflated: true, saidSize: 1000 }]),
  },
  {
    name: 'one-array-under-a-hundred-names.npz',
    make: () => forgeZip(times(100, (k) => ({ name: `W${k}.npy`, ...(k === 0 && { content: SQUARE }) }))),
  },
  {
    name: 'one-array-under-twenty-names.npz',
    make: () => forgeZip(times(20, (k) => ({ name: `W${k}.npy`, ...(k === 0 && { content: SQUARE }) }))),
  },
  {
    name: 'shape-of-2-31.npz',
    make: () => forgeZip([{ name: 'W1.npy', content: npyOf('<f4', '2147483648, 10', zeros(40)) }]),
  },
  {
    name: 'no-numbers.npz',
    make: () => forgeZip([{ name: 'W1.npy', content: npyOf('<f4', '1099511627776, 0', zeros(0)) }]),
  },
  {
    name: 'no-inputs.npz',
    make: () => forgeZip([{ name: 'W1.npy', content: npyOf('<f4', '200000000, 0', zeros(0)) }]),
  },
  {
    name: 'head-of-commas.npz',
    make: () =>
      forgeZip([
        { name: 'W1.npy', content: npyOf('<f4', ','.repeat(30 * MEGABYTE), zeros(4)), isDeflated: true },
      ]),
  },
  {
    name: 'long-text.npz',
    make: () =>
      forgeZip([
        { name: 'backprop.npy', content: npyOf('<U15000000', '', zeros(60_000_000)), isDeflated: true },
      ]),
  },
  {
    name: 'objects-that-call.npz',
    make: () =>
      forgeZip([
        {
          name: 'W1.npy',
          content: npyOf('|O', '1', pickle(`\x80\x02cos\nsystem\n${text('touch pwned')}\x85R.`)),
        },
      ]),
  },
  {
    name: 'outside-names.npz',
    make: () => forgeZip([{ name: '../../W1.npy', content: SQUARE.subarray(0, 200) }]),
  },
  {
    name: 'sixty-thousand-files.npz',
    make: () => forgeZip(times(60_000, (k) => ({ name: `${k}.npy`, ...(k === 0 && { content: zeros(8) }) }))),
  },
]
