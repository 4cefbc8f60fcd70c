import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { MODEL } from '#core/formats/onnx/fields.ts'
import { readFields } from '#core/formats/onnx/protobuf-reader.ts'
import { writeOnnx } from '#core/formats/onnx/write-onnx.ts'
import { drawnNetwork, HIDDEN_ACTIVATIONS } from '../core/formats/onnx/onnx-networks.ts'

/** The SHA-256 of each graph that onnx's checker took; `BACKPROP_WRITE_CHECKED=1` writes it anew after a check. */
const CHECKED = 'test/fixtures/weights/onnx-checked.json'
const PYTHON = '/usr/bin/python3'
const CHECK =
  'import onnx, sys; [onnx.checker.check_model(onnx.load(f), full_check=True) for f in sys.argv[1:]]'

const models: ReadonlyMap<string, Uint8Array> = new Map([
  ...HIDDEN_ACTIVATIONS.map(
    (hidden) =>
      [
        `${hidden} with batch normalization`,
        writeOnnx(drawnNetwork({ sizes: [36, 7, 4], hidden, output: hidden, hasBatchNorm: true })),
      ] as const,
  ),
  ['softmax of bytes', writeOnnx(drawnNetwork({ sizes: [36, 7, 4], normalization: 'none' }))],
  [
    'images, folded',
    writeOnnx(drawnNetwork({ sizes: [36, 7, 4], hasBatchNorm: true, normalization: 'standardized' }), {
      input: 'image',
      batchNorm: 'folded',
    }),
  ],
])

/** Without the metadata, whose recipe gets new fields from time to time. */
function hashGraph(bytes: Uint8Array): string {
  const [graph] = [...readFields(bytes, 'Model')].filter(({ number }) => number === MODEL.graph)
  return createHash('sha256').update(graph!.bytes).digest('hex')
}

function hasChecker(): boolean {
  try {
    execFileSync(PYTHON, ['-c', 'import onnx'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const hashes = Object.fromEntries([...models].map(([name, bytes]) => [name, hashGraph(bytes)]))
const canCheck = hasChecker()
const skipped = canCheck ? '' : ' (skipped: no Python with onnx, as by Debian’s python3-onnx)'

it.skipIf(!canCheck)(`models pass onnx's own checker, shapes too${skipped}`, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'onnx-'))
  try {
    const files = [...models.values()].map((bytes, k) => {
      const file = path.join(folder, `${k}.onnx`)
      writeFileSync(file, bytes)
      return file
    })
    execFileSync(PYTHON, ['-c', CHECK, ...files])
    const damaged = path.join(folder, 'damaged.onnx')
    writeFileSync(damaged, Buffer.from(models.get('softmax of bytes')!).subarray(0, -1000))
    expect(() => execFileSync(PYTHON, ['-c', CHECK, damaged], { stdio: 'pipe' })).toThrow()
  } finally {
    rmSync(folder, { recursive: true })
  }
  if (process.env.BACKPROP_WRITE_CHECKED === '1') {
    writeFileSync(CHECKED, `${JSON.stringify(hashes, null, 2)}\n`)
  }
})

it("models are those that onnx's checker took", () => {
  expect(hashes).toEqual(JSON.parse(readFileSync(CHECKED, 'utf8')))
})
