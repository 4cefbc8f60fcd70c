import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { RUN_COLOUR_COUNT, SHOWN_COLOUR_COUNT } from '#contract/limits.ts'
import { CHART_LINE_STYLES, FEWER_DASH } from '#shared/chart/chart.ts'
import { giveColours, runDash, RUN_PALETTE, type ColouredRun } from '#shared/run-colours.ts'
import { ciede2000, contrast, seenWith, toLab, type Lab } from './colour-difference.ts'

const TOKENS = readFileSync(new URL('../../../renderer/styles/tokens.css', import.meta.url), 'utf8')
const [LIGHT, DARK] = TOKENS.split('.dark {') as [string, string]
const surfaceOf = (theme: string): string => /--surface: (#\w+);/.exec(theme)![1]!
const textOf = (theme: string): string => /--text: (#\w+);/.exec(theme)![1]!
const leastDistance = (colours: readonly string[]): number => {
  const labs = colours.map(toLab)
  return Math.min(...labs.flatMap((a, k) => labs.slice(k + 1).map((b) => ciede2000(a, b))))
}

describe('the distance of colours', () => {
  // Sharma, Wu, Dalal 2005, table 1: pairs 1, 4, 7, 9, 17, 20, 25, 34.
  it.each([
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0],
    [[50, 0, 0], [50, -1, 2], 2.3669],
    [[50, 2.49, -0.001], [50, -2.49, 0.0009], 7.1792],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[50, 2.5, 0], [58, 24, 15], 19.4535],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
    [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
  ] as [Lab, Lab, number][])('of %j and %j is %d', (a, b, distance) => {
    expect(ciede2000(a, b)).toBeCloseTo(distance, 4)
    expect(ciede2000(b, a)).toBeCloseTo(distance, 4)
  })
})

describe('colours of runs', () => {
  it('are those of the window', () => {
    const read = (text: string): string[] =>
      [...text.matchAll(/--run-\d+: (#\w+);/g)].map((match) => match[1]!)
    expect(read(LIGHT)).toEqual(RUN_PALETTE.map(({ light }) => light))
    expect(read(DARK)).toEqual(RUN_PALETTE.map(({ dark }) => dark))
    expect(RUN_PALETTE).toHaveLength(SHOWN_COLOUR_COUNT)
  })

  it.each([
    ['light', LIGHT],
    ['dark', DARK],
  ] as const)('are all told apart, and from the surface, in the %s theme', (theme, tokens) => {
    const colours = RUN_PALETTE.map((each) => each[theme])
    for (const colour of colours)
      expect(contrast(colour, surfaceOf(tokens)), colour).toBeGreaterThanOrEqual(3)
    // The two purples that could not be told apart were 13 apart.
    expect(leastDistance(colours.slice(0, RUN_COLOUR_COUNT))).toBeGreaterThan(25)
    expect(leastDistance(colours)).toBeGreaterThan(18)
  })

  it.each([
    ['protanopia', 'light', 13],
    ['protanopia', 'dark', 14],
    ['deuteranopia', 'light', 14],
    ['deuteranopia', 'dark', 13],
    ['tritanopia', 'light', 9],
    ['tritanopia', 'dark', 12],
  ] as const)('with %s the first eight are told apart in the %s theme', (kind, theme, least) => {
    const seen = RUN_PALETTE.slice(0, 8).map((each) => seenWith(kind, each[theme]))
    expect(leastDistance(seen)).toBeGreaterThan(least)
  })

  it('are bright enough for thin lines in the dark theme', () => {
    // The grey violet that looked washed out had 4.1.
    for (const { dark } of RUN_PALETTE.slice(0, RUN_COLOUR_COUNT))
      expect(contrast(dark, surfaceOf(DARK)), dark).toBeGreaterThanOrEqual(5.2)
  })

  it('are not taken for black in the light theme, as thin lines and small dots', () => {
    const text = textOf(LIGHT)
    for (const { light } of RUN_PALETTE) {
      // The navy, wine and brown that looked alike had 1.5.
      expect(contrast(light, text), light).toBeGreaterThan(2.1)
      expect(ciede2000(toLab(light), toLab(text)), light).toBeGreaterThan(18)
    }
    for (const { light } of RUN_PALETTE.slice(0, RUN_COLOUR_COUNT))
      expect(ciede2000(toLab(light), toLab(text)), light).toBeGreaterThan(27)
  })
})

const anyRuns = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 3 }),
    preferred: fc.option(fc.integer({ min: 1, max: RUN_COLOUR_COUNT })),
  }),
  { selector: ({ id }) => id, maxLength: 30 },
)
const run = (id: string, preferred: number | null): ColouredRun => ({ id, preferred })
const numbers = (given: ReturnType<typeof giveColours>): Record<string, number> =>
  Object.fromEntries([...given].map(([id, { colour }]) => [id, colour]))

describe('giving colours', () => {
  it('gives what is asked for, and another where that is taken', () => {
    expect(numbers(giveColours([run('a', 4), run('b', 4), run('c', null), run('d', 1)]))).toEqual({
      ...{ a: 4, b: 2, c: 3, d: 1 },
    })
  })

  it('gives every run a colour of its own, and repeats none more than needed', () => {
    fc.assert(
      fc.property(anyRuns, (runs) => {
        const given = giveColours(runs)
        expect([...given.keys()].sort()).toEqual(runs.map(({ id }) => id).sort())
        const uses = Map.groupBy(given.values(), ({ colour }) => colour)
        const most = Math.max(0, ...[...uses.values()].map(({ length }) => length))
        expect(most).toBeLessThanOrEqual(Math.ceil(runs.length / RUN_PALETTE.length))
      }),
    )
  })

  it('leaves a run its colour while others come and go', () => {
    fc.assert(
      fc.property(anyRuns, fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }), (all, isThere) => {
        const runs = all.slice(0, RUN_PALETTE.length)
        const before = giveColours(runs.filter((_, k) => isThere[k]))
        const after = giveColours(runs, before)
        for (const [id, { colour }] of before) expect(after.get(id)!.colour).toBe(colour)
        expect(new Set([...after.values()].map(({ colour }) => colour)).size).toBe(runs.length)
      }),
    )
  })

  it('serves a run anew that asks for another colour', () => {
    const before = giveColours([run('a', 4), run('b', 4)])
    expect(numbers(giveColours([run('a', 4), run('b', 7)], before))).toEqual({ a: 4, b: 7 })
  })
})

describe('dashes of lines', () => {
  it('tell runs apart whose colours some people take for each other, and those that share one', () => {
    const given = giveColours(Array.from({ length: 60 }, (_, k) => run(String(k), null)))
    const looks = [...given.values()]
    expect(looks.slice(0, 8).every(({ dash }) => dash.length === 0)).toBe(true)
    expect(looks[8]!.dash).not.toEqual([])
    expect(looks[16]!.dash).not.toEqual(looks[8]!.dash)
    // No two runs look alike, even where there are twice as many as colours.
    const first = looks.slice(0, 40).map(({ colour, dash }) => `${colour} ${dash.join(' ')}`)
    expect(new Set(first).size).toBe(40)
  })

  it('are none where the colours alone tell the runs apart, whichever they are', () => {
    const looks = [...giveColours([run('a', 1), run('b', 10), run('c', 20)]).values()]
    expect(looks.map(({ colour }) => colour)).toEqual([1, 10, 20])
    expect(looks.map(({ dash }) => dash)).toEqual([[], [], []])
    const eight = giveColours(Array.from({ length: 8 }, (_, k) => run(String(k), k + 9)))
    expect([...eight.values()].every(({ dash }) => dash.length === 0)).toBe(true)
  })

  it('are none that say something else', () => {
    const dashes = Array.from({ length: 20 }, (_, k) => runDash(k + 1).join())
    expect(dashes).not.toContain(CHART_LINE_STYLES.test.dash.join())
    expect(dashes).not.toContain(FEWER_DASH.join())
  })
})
