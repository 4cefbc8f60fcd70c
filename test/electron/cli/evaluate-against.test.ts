import { expect, it } from 'vitest'
import { makeCommandLine, parseLines, PATIENCE } from './command-line.ts'

it(
  'evaluate compares several runs with the first, and says how they are held together',
  PATIENCE,
  async () => {
    const { run, tiny } = makeCommandLine()
    await run(...tiny, '--epochs', '1', '--name', 'short')
    await run(...tiny, '--epochs', '40', '--name', 'long')
    await run(...tiny, '--epochs', '2', '--name', 'sizes, rates', '--test-size', '50')
    const words = ['evaluate', 'long', '--against', 'short,sizes, rates']
    // A name with a comma is taken whole where the option is given for it alone.
    const split = await run(...words)
    expect(split.status).toBe(2)
    expect(split.stderr).toContain("got 'sizes', which no run has")
    const two = ['evaluate', 'long', '--against', 'short', '--against', 'sizes, rates']
    const [text, json] = [await run(...two), await run(...two, '--json')]
    expect(text.stderr).toContain('Compared on the first 50 test images, which all were measured on\n')
    expect(text.stderr).toContain(
      "2 comparisons: p is adjusted by Holm's method, and the intervals are Bonferroni's",
    )
    const compared = parseLines(json.stdout).filter(({ event }) => event === 'compared')
    expect(compared).toMatchObject([
      { comparisons: 2, total: 50 },
      { comparisons: 2, total: 50 },
    ])
    const ps = compared.map(({ p }) => p as number)
    const least = Math.min(...ps)
    expect(compared[ps.indexOf(least)]!.adjustedP).toBeCloseTo(Math.min(1, 2 * least), 12)
    for (const { sentence, adjustedP, differenceInterval, onlyA, onlyB, total } of compared) {
      const [low, high] = differenceInterval as [number, number]
      const difference = ((onlyB as number) - (onlyA as number)) / (total as number)
      expect(low).toBeLessThan(difference)
      expect(high).toBeGreaterThan(difference)
      expect(sentence).toMatch(
        (adjustedP as number) < 0.05 ? /hardly chance/ : /could be chance|equally many/,
      )
      expect(text.stdout).toContain(sentence as string)
    }
    expect(text.stdout).toMatch(/ {2}'short' beside 'long': −[\d.]+ points, 95 % interval −[\d.]+ to /)

    // What they differ in, in the same words on both ways out.
    const [reading, ...more] = parseLines(json.stdout).filter(({ event }) => event === 'comparison')
    expect(more).toEqual([])
    expect(reading!.differing).toEqual([
      { path: 'epochs', values: [40, 1, 2] },
      { path: 'data.testSize', values: [60, 60, 50] },
    ])
    const [differ] = reading!.sentences as string[]
    expect(differ).toBe('They differ in epochs (1, 2, 40) and test images (50, 60).')
    expect(text.stdout).toContain(`\n${differ}`)

    const commas = parseLines(
      (await run('evaluate', 'sizes, rates', '--against', 'short, long', '--json')).stdout,
    )
    expect(commas.filter(({ event }) => event === 'compared')).toHaveLength(2)
    const one = await run('evaluate', 'long', '--against', 'short', '--json')
    const [alone] = parseLines(one.stdout).filter(({ event }) => event === 'compared')
    expect(alone).toMatchObject({ comparisons: 1, p: alone!.adjustedP })
    const itself = await run('evaluate', 'long', '--against', 'short,long')
    expect([itself.status, itself.stderr]).toEqual([
      2,
      "backprop: --against: expected runs beside 'long', got that one among them\n",
    ])
  },
)

it('evaluate tells runs of one name apart', PATIENCE, async () => {
  const { run, tiny } = makeCommandLine()
  await run(...tiny, '--epochs', '1', '--name', 'mine', '--seed', '1')
  await run(...tiny, '--epochs', '1', '--name', 'mine', '--seed', '2')
  const ids = parseLines((await run('runs', '--json')).stdout).map(({ id }) => String(id))
  const { stdout } = await run('evaluate', ids[0]!, '--against', ids[1]!)
  expect(stdout).toMatch(/^mine \(seed 2\): /)
  expect(stdout).toMatch(/\nmine \(seed 1\): /)
  expect(stdout).toContain("only 'mine (seed 2)' is right on")
})
