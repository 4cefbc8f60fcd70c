import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'
import { parseLines, PATIENCE } from './command-line.ts'
import { makeSweeps } from './make-sweeps.ts'

describe('a sweep that did not end', PATIENCE, () => {
  it('is interrupted by Ctrl-C and goes on where it was', async () => {
    const { start, run, recipe } = makeSweeps(60)
    const words = ['--recipe', recipe, '--vary', 'seed=1..8', '--workers', '1', '--json']
    const program = start('sweep', ...words)
    let stderr = ''
    program.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    const ended = once(program, 'close')
    let sweepId = ''
    const finished = new Set<unknown>()
    for await (const line of createInterface({ input: program.stdout })) {
      const event = JSON.parse(line) as Record<string, unknown>
      if (event.event === 'started') sweepId = String(event.sweepId)
      if (event.event !== 'ended') continue
      finished.add(event.runId)
      if (finished.size === 1) program.kill('SIGINT')
    }
    expect([(await ended)[0], stderr]).toEqual([130, ''])
    const [interrupted] = parseLines((await run('sweeps', '--json')).stdout)
    expect(interrupted).toMatchObject({ id: sweepId, status: 'interrupted' })

    const resumed = await run('sweep', '--resume', sweepId.slice(0, 5), '--json')
    expect([resumed.status, resumed.stderr]).toEqual([0, ''])
    const events = parseLines(resumed.stdout)
    const results = events.filter(({ event }) => event === 'result')
    expect(results.map(({ epochsDone }) => epochsDone)).toEqual(Array(8).fill(60))
    // What had ended was not trained again.
    const again = events.filter(({ event }) => event === 'ended').map(({ runId }) => runId)
    expect(again).toHaveLength(8 - finished.size)
    expect(again.some((runId) => finished.has(runId))).toBe(false)
    expect(new Set(results.map(({ index }) => index)).size).toBe(8)
  })

  it('goes on after the program was killed, and ends as if it had not been', async () => {
    const { start, run, recipe } = makeSweeps(60)
    const words = ['--recipe', recipe, '--vary', 'seed=1..6', '--workers', '2']
    const program = start('sweep', ...words, '--name', 'killed', '--json')
    const died = once(program, 'close')
    for await (const line of createInterface({ input: program.stdout })) {
      if ((JSON.parse(line) as Record<string, unknown>).event === 'ended') program.kill('SIGKILL')
    }
    await died
    expect((await run('sweep', '--resume', 'killed')).status).toBe(0)
    await run('sweep', ...words, '--name', 'whole')
    const runs = parseLines((await run('runs', '--json')).stdout)
    const bytesOf = (sweep: string): unknown[] =>
      runs
        .filter(({ name }) => String(name).startsWith(sweep))
        .map(({ name, epochsDone, weightsSha256 }) => [String(name).slice(-6), epochsDone, weightsSha256])
        .sort()
    expect(bytesOf('killed')).toHaveLength(6)
    expect(bytesOf('killed')).toEqual(bytesOf('whole'))
    expect((await run('store', 'check')).status).toBe(0)
  })

  it('shows its results and verdict where it is resumed and was completed already', async () => {
    const { run, recipe } = makeSweeps()
    const first = await run('sweep', '--recipe', recipe, '--vary', 'seed=1,2', '--name', 'done')
    const again = await run('sweep', '--resume', 'done')
    expect(again.status).toBe(0)
    expect(again.stderr).toMatch(/^done \([0-9a-z]{10}\) is completed already; nothing is left to train\n$/)
    const results = first.stdout.slice(first.stdout.indexOf('\nRUN '))
    expect(results).toContain('All seeds: ')
    expect(again.stdout).toBe(results)
    const lines = parseLines((await run('sweep', '--resume', 'last', '--json')).stdout)
    expect(lines.map(({ event }) => event)).toEqual(['result', 'result', 'verdict'])
    expect(parseLines((await run('runs', '--json')).stdout)).toHaveLength(2)
  })
})
