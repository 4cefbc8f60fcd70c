import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { FormatError } from '#core/formats/format-error.ts'
import { findNetwork } from '#core/formats/registry.ts'
import { writeZip } from '#core/formats/zip/write-zip.ts'
import { Random } from '#core/random/random.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'
import { archive, dict, integer, openArchive, pickle, tensor, text, tuple } from './pickle-bytes.ts'
import { mutate } from './real-weights.ts'
import { torchBytes } from './torch-files.ts'

/** Reads a file that must be refused. @returns the words, and how many milliseconds it took */
async function refuse(bytes: Uint8Array): Promise<{ message: string; time: number }> {
  const start = performance.now()
  try {
    await findNetwork(bytes, 'download', FORMAT_TOOLS)
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError)
    return { message: (error as Error).message, time: performance.now() - start }
  }
  throw new Error('expected a refusal, the file was read')
}

const numbers = (count: number): Uint8Array => new Uint8Array(4 * count)
const PROTO = '\x80\x02'

describe('a pickle that is more than data', () => {
  const CALLS: readonly (readonly [string, string])[] = [
    ['posix.system', "cposix\nsystem\n(S'touch /tmp/pwned'\ntR."],
    ['os.system', `${PROTO}cos\nsystem\n${text('touch /tmp/pwned')}\x85R.`],
    ['os.system', `\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x01x\x85R.`],
    ['builtins.eval', `${PROTO}}${text('fc1.weight')}cbuiltins\neval\n${text('1')}\x85Rs.`],
    ['__builtin__.getattr', `${PROTO}c__builtin__\ngetattr\n.`],
    ['subprocess.Popen', `${PROTO}(isubprocess\nPopen\n.`],
    ['runpy._run_code', `${PROTO}crunpy\n_run_code\n.`],
    ['numpy.core.multiarray.fromfile', `${PROTO}cnumpy.core.multiarray\nfromfile\n.`],
    ['torch.nn.modules.linear.Linear', `${PROTO}ctorch.nn.modules.linear\nLinear\n.`],
    ['torch.hub.load', `${PROTO}ctorch.hub\nload\n.`],
    ['__main__.Net', `${PROTO}c__main__\nNet\n)\x81.`],
    ['copy_reg._reconstructor', 'ccopy_reg\n_reconstructor\n(.'],
    [
      'sklearn.neural_network._multilayer_perceptron.MLPClassifier',
      `${PROTO}csklearn.neural_network._multilayer_perceptron\nMLPClassifier\n.`,
    ],
    ['torch._utils.__proto__', `${PROTO}ctorch._utils\n__proto__\n.`],
    ['constructor.constructor', `${PROTO}cconstructor\nconstructor\n.`],
  ]
  it.each(CALLS)('is refused by the name %s', async (name, content) => {
    expect((await refuse(pickle(content))).message).toContain(`got ${name}`)
    expect((await refuse(archive(pickle(content)))).message).toContain(`got ${name}`)
  })

  it.each([
    ['NEWOBJ', ')\x81'],
    ['NEWOBJ_EX', '\x92'],
    ['OBJ', '(o'],
    ['EXT1', '\x82\x01'],
    ['PERSID', 'Pstorage\n'],
    ['BINPERSID', 'NQ'],
    ['EMPTY_SET', '\x8f'],
    ['LONG4', '\x8b\0\0\0\0'],
    ['NEXT_BUFFER', '\x97'],
    ['byte 0xff', '\xff'],
  ])('is refused by the step %s', async (name, content) => {
    expect((await refuse(pickle(PROTO, content, '.'))).message).toContain(`got ${name}`)
  })

  it.each([
    ['calls a class', `${PROTO}ctorch\nFloatStorage\n)R.`, /got torch\.FloatStorage called/],
    ['calls a list', `${PROTO}])R.`, /got a list of 0 called/],
    ['builds a list', `${PROTO}]}b.`, /BUILD on a dict or an array, got a list/],
    ['appends to a number', `${PROTO}K\x01K\x01a.`, /a list to append to, got the number 1/],
    ['recalls what never was', `${PROTO}h\x07.`, /got number 7 of 0/],
    ['is of a protocol to come', '\x80\x05\x80\x06.', /protocol 5 at most, got 6/],
    ['ends in the middle', `${PROTO}}${text('fc1')}`, /cut off/],
    ['says that a text is long', `${PROTO}X\xff\xff\xff\xff.`, /cut off/],
    ['has no value', `${PROTO}.`, /expected a value/],
    ['sets a key without a value', `${PROTO}}(NNNu.`, /a key without/],
  ])('is refused where it %s', async (_what, content, message) => {
    expect((await refuse(pickle(content))).message).toMatch(message)
  })
})

describe('a pickle that would take all memory or time', () => {
  const doubled = (levels: number): string => {
    let content = `${PROTO}]q\0`
    for (let k = 1; k <= levels; k++)
      content += `]q${String.fromCharCode(k)}(h${String.fromCharCode(k - 1)}h${String.fromCharCode(k - 1)}e`
    return `${content}.`
  }
  const wide = (k: number): string =>
    Array.from(
      { length: 15_000 },
      (_, n) => `${integer(n)}${k === 0 ? ']' : `h${String.fromCharCode(k - 1)}`}`,
    ).join('')
  const long = 'x'.repeat(100_000)
  const CASES: readonly (readonly [string, Uint8Array, RegExp])[] = [
    [
      '20,000 lists in each other',
      pickle(PROTO, ']'.repeat(20_000), 'a'.repeat(19_999), '.'),
      /dict of tensors or arrays|64 levels/,
    ],
    [
      '20,000 tuples in each other',
      pickle(PROTO, ')', '\x85'.repeat(20_000), '.'),
      /dict of tensors or arrays|64 levels/,
    ],
    [
      '20,000 dicts in each other',
      pickle(PROTO, `}${text('a')}`.repeat(20_000), 'N', 's'.repeat(20_000), '.'),
      /64 levels/,
    ],
    ['a list within itself', pickle(PROTO, ']q\0h\0a.'), /dict of tensors or arrays/],
    ['a dict within itself', pickle(PROTO, '}q\0', text('a'), 'h\0s.'), /dict of tensors or arrays/],
    ['2 to the 200 lists', pickle(doubled(200)), /64 levels/],
    [
      '15,000 times a dict of 15,000 times a dict of 15,000 lists',
      pickle(PROTO, ...[0, 1, 2, 3].map((k) => `}q${String.fromCharCode(k)}(${wide(k)}u`), '.'),
      /dict of tensors or arrays/,
    ],
    ['a million lists', pickle(PROTO, '(', ']'.repeat(999_990), 'l.'), /at most 1,000,000 steps/],
    ['two million steps', pickle(PROTO, 'N'.repeat(2_000_000), '.'), /at most 1,000,000 steps/],
    [
      'a long text made bytes again and again',
      pickle(
        PROTO,
        text(long),
        'q\0',
        'c_codecs\nencode\nq\x01',
        `h\x01h\0${text('latin1')}\x86R`.repeat(2000),
        '.',
      ),
      /at most 1,000,000 steps/,
    ],
    [
      'a long list made a dict again and again',
      pickle(
        PROTO,
        ']q\0(',
        'NN\x86'.repeat(20_000),
        'e',
        'ccollections\nOrderedDict\nq\x01',
        'h\x01h\0\x85R'.repeat(2000),
        '.',
      ),
      /at most 1,000,000 steps/,
    ],
    [
      'a number of many digits',
      pickle('(dp0\nL', '9'.repeat(100_000), 'L\n.'),
      /a line of 100001 characters/,
    ],
    [
      'an array of 2 to the 31',
      pickle(
        PROTO,
        'cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n\x85R',
        `${tuple(integer(1), tuple(integer(0x7fffffff), integer(0x7fffffff)), `cnumpy\ndtype\n${text('f4')}\x85R`, '\x89', 'C\x04\0\0\0\0')}b.`,
      ),
      /got 4 bytes/,
    ],
  ]
  it.each(CASES)('is refused: %s', async (_what, bytes, message) => {
    const { message: words, time } = await refuse(bytes)
    expect(words).toMatch(message)
    expect(time).toBeLessThan(5000)
  })

  const weight = (made: string): Uint8Array => pickle(PROTO, dict({ '0.weight': made }), '.')
  const many = Object.fromEntries(
    Array.from({ length: 5000 }, (_, k) => [`${k}.weight`, tensor('0', 90_000, [300, 300], [300, 1])]),
  )
  it.each([
    [
      'a shape of 2 to the 31',
      weight(tensor('0', 6, [0x7fffffff, 6], [0, 1])),
      /at most 100,012 numbers.*2147483647 × 6/,
    ],
    [
      'a storage that is not all there',
      weight(tensor('0', 7, [1, 7], [7, 1])),
      /storage 0: expected 28 bytes for 7 numbers as float32, got 24/,
    ],
    [
      'a storage that lies',
      weight(tensor('0', 0x7fffffff, [30_000, 30_000], [0, 0])),
      /storage 0: expected 8589934588 bytes/,
    ],
    [
      'numbers beyond the storage',
      weight(tensor('0', 6, [2, 3], [6, 1])),
      /within the 6 of storage 0, got number 9/,
    ],
    ['an offset beyond the storage', weight(tensor('0', 6, [1, 3], [3, 1], 5)), /got number 8/],
    ['a negative stride', weight(tensor('0', 6, [2, 3], [-3, 1])), /whole number from 0, got the number -3/],
    ['a negative length', weight(tensor('0', 6, [-2, 3], [3, 1])), /got the number -2/],
    ['too few strides', weight(tensor('0', 6, [2, 3], [1])), /expected 2 strides, got 1/],
    [
      '100 axes',
      weight(tensor('0', 6, Array<number>(100).fill(1), Array<number>(100).fill(1))),
      /at most 64 axes, got 100/,
    ],
    [
      'a storage that is missing',
      weight(tensor('../0', 6, [2, 3], [3, 1])),
      /expected data\/\.\.\/0 .*found none/,
    ],
    [
      'a storage of another kind',
      weight(tensor('0', 6, [2, 3], [3, 1], 0, 'QInt8Storage')),
      /got torch\.QInt8Storage/,
    ],
  ])('is refused as a tensor: %s', async (_what, pickled, message) => {
    expect((await refuse(archive(pickled, { 0: numbers(6) }))).message).toMatch(message)
  })

  it('is refused as thousands of tensors that are one', async () => {
    const bytes = archive(pickle(PROTO, dict(many), '.'), { 0: numbers(90_000) })
    expect((await refuse(bytes)).message).toMatch(/at most 280,000 numbers of the file's storages/)
  })

  it('is refused as a bomb', async () => {
    const packed = deflateRawSync(new Uint8Array(50_000_000))
    const zip = writeZip([{ name: 'archive/data.pkl', bytes: packed }], FORMAT_TOOLS)
    const view = new DataView(zip.buffer)
    const central = zip.length - 22 - 46 - 'archive/data.pkl'.length
    view.setUint16(central + 10, 8, true)
    view.setUint32(central + 24, 50_000_000, true)
    const { message, time } = await refuse(zip)
    expect(message).toMatch(/expected at most 16 MB unpacked, got 50 MB/)
    expect(time).toBeLessThan(1000)
  })
})

describe('a damaged file of PyTorch or pickle', () => {
  it.each(['plain.pth', 'sequence.pth', 'checkpoint.pth', 'protocol-0.pkl', 'protocol-4.pkl', 'lists.pkl'])(
    '%s is read or refused in clear words',
    async (fileName) => {
      const { read, refused } = await mutate(torchBytes(fileName), 200, new Random(1, fileName))
      expect(read + refused).toBe(200)
      expect(refused).toBeGreaterThan(50)
    },
  )

  it.each(['plain.pth', 'checkpoint.pth', 'batch-norm.pth'])(
    '%s with a damaged pickle behind a right checksum',
    async (fileName) => {
      const { pickled, around } = openArchive(torchBytes(fileName))
      const { read, refused } = await mutate(pickled, 200, new Random(2, fileName), around)
      expect(read + refused).toBe(200)
      expect(refused).toBeGreaterThan(50)
    },
  )
})
