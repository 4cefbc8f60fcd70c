import {
  archive,
  dict,
  integer,
  pickle,
  tensor,
  text,
  tuple,
  uint32,
} from '../../core/formats/pickle-bytes.ts'
import { forgeZip } from '../zip-bombs.ts'
import { type HostileFile, MEGABYTE, times, zeros } from './hostile-file.ts'

const PROTO = '\x80\x02'
const ARRAY = 'cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n\x85R'
const array = (shape: readonly number[], numbers: Uint8Array): string =>
  `${ARRAY}${tuple(integer(1), tuple(...shape.map(integer)), `cnumpy\ndtype\n${text('f4')}\x85R`, '\x89', `T${uint32(numbers.length)}${Buffer.from(numbers).toString('latin1')}`)}b`
const call = `${PROTO}cos\nsystem\n${text('touch pwned')}\x85R.`
/** Hostile pickles, alone and in archives of PyTorch. */
export const PICKLES: readonly HostileFile[] = [
  { name: 'os-system.pkl', make: () => pickle(call) },
  { name: 'os-system.pth', make: () => archive(pickle(call)) },
  { name: 'nested-lists.pkl', make: () => pickle(PROTO, ']'.repeat(20_000), 'a'.repeat(19_999), '.') },
  {
    name: 'nested-dicts.pkl',
    make: () => pickle(PROTO, `}${text('a')}`.repeat(20_000), 'N', 's'.repeat(20_000), '.'),
  },
  {
    name: 'one-array-under-a-thousand-names.pkl',
    make: () =>
      pickle(
        PROTO,
        array([784, 784], zeros(4 * 784 * 784)),
        'q\0',
        `}(${times(1000, (k) => `${text(`W${k}`)}h\0`).join('')}u`,
        '.',
      ),
  },
  {
    name: 'long-keys-at-every-level.pkl',
    make: (): Uint8Array => {
      const key = 'k'.repeat(MEGABYTE)
      const inner = `}(${times(200, (k) => `${text(`W${k}`)}h\x01`).join('')}u`
      const levels = 50
      return pickle(
        PROTO,
        text(key),
        'q\0',
        '0',
        array([2, 2], zeros(16)),
        'q\x01',
        '0',
        times(levels, () => '}h\0').join(''),
        inner,
        's'.repeat(levels),
        '.',
      )
    },
  },
  {
    name: 'longer-than-any-text.pkl',
    make: (): Uint8Array => {
      const levels = 60
      return pickle(
        PROTO,
        text('k'.repeat(10 * MEGABYTE)),
        'q\0',
        '0',
        array([2, 2], zeros(16)),
        'q\x01',
        '0',
        times(levels, () => '}h\0').join(''),
        `}${text('W')}h\x01s`,
        's'.repeat(levels),
        '.',
      )
    },
  },
  { name: 'a-million-steps.pkl', make: () => pickle(PROTO, '(', ']'.repeat(999_990), 'l.') },
  {
    name: 'shape-of-2-31.pth',
    make: () =>
      archive(pickle(PROTO, dict({ '0.weight': tensor('0', 6, [0x7fffffff, 6], [0, 1]) }), '.'), {
        0: zeros(24),
      }),
  },
  {
    name: 'storage-that-lies.pth',
    make: () =>
      archive(pickle(PROTO, dict({ '0.weight': tensor('0', 0x7fffffff, [30_000, 30_000], [0, 0]) }), '.'), {
        0: zeros(24),
      }),
  },
  {
    name: 'outside-names.pth',
    make: () =>
      archive(pickle(PROTO, dict({ '0.weight': tensor('../../0', 6, [2, 3], [3, 1]) }), '.'), {
        '../../../0': zeros(24),
      }),
  },
  {
    name: 'bomb.pth',
    make: () => forgeZip([{ name: 'archive/data.pkl', content: zeros(128 * MEGABYTE), isDeflated: true }]),
  },
]
