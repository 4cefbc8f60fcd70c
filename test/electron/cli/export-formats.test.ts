import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseModel } from '#core/formats/onnx/parse-model.ts'
import { WRITABLE_FORMAT_NAMES } from '#core/formats/registry.ts'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

describe('export', () => {
  it('lists the formats, and of a run which can hold it and what is lost', PATIENCE, async () => {
    const { run, tiny } = makeCommandLine()
    const all = parseLines((await run('export', '--list', '--json')).stdout)
    expect(all.map(({ format }) => format)).toEqual(WRITABLE_FORMAT_NAMES)
    expect(all[0]).toMatchObject({ event: 'format', isPossible: null, lost: null })

    await run(...tiny, '--epochs', '1', '--name', 'modern', '--activation', 'relu', '--output', 'softmax')
    const ofRun = parseLines((await run('export', 'modern', '--list', '--json')).stdout)
    expect(ofRun[0]).toMatchObject({
      format: 'network2',
      isPossible: false,
      hindrance: 'network2.py takes every layer as sigmoid: this network has relu and softmax.',
    })
    expect(ofRun[1]).toMatchObject({
      format: 'onnx',
      isPossible: true,
      options: [
        { name: 'input', choices: ['flat', 'image'] },
        { name: 'batch-norm', choices: ['kept', 'folded'] },
      ],
    })
    const shown = await run('export', 'modern', '--list')
    expect(shown.stdout).toMatch(/^✗ network2 .*\n {4}network2\.py takes every layer as sigmoid/)
    expect(shown.stdout).toContain('    --option input=flat|image')
  })

  it('refuses what a format cannot hold, and takes another where none is named', PATIENCE, async () => {
    const { run, tiny, folder } = makeCommandLine()
    await run(...tiny, '--epochs', '1', '--name', 'modern', '--activation', 'relu', '--output', 'softmax')
    const refused = await run('export', 'modern', '--format', 'network2')
    expect(refused.status).toBe(2)
    expect(refused.stderr).toContain('JSON of network2.py: network2.py takes every layer as sigmoid')
    const file = path.join(folder, 'net')
    const [line] = parseLines((await run('export', 'modern', '--out', file, '--json')).stdout)
    expect(line).toMatchObject({ format: 'onnx', options: { input: 'flat', 'batch-norm': 'kept' } })
    expect(parseModel(readFileSync(file)).metadata.get('classes')).toBe(
      JSON.stringify(Array.from({ length: 10 }, (_, label) => String(label))),
    )
  })

  it.each([
    [['last', '--format', 'onnx', '--option', 'input=image'], /30 inputs, which are no square/],
    [['last', '--format', 'onnx', '--option', 'size=3'], /ONNX: expected the option input or batch-norm/],
    [['last', '--format', 'npz', '--option', 'input=flat'], /NumPy NPZ: expected no options, got 'input'/],
    [['last', '--option', 'image'], /expected name=choice as in input=image, got 'image'/],
    [[], /run: expected one to export, or --list for the formats/],
  ])('refuses %j', PATIENCE, async (words, message) => {
    const { run, tiny } = makeCommandLine()
    await run(...tiny, '--epochs', '1')
    const refused = await run('export', ...words)
    expect(refused.status).toBe(2)
    expect(refused.stderr).toMatch(message)
  })
})
