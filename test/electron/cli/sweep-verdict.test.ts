import { describe, expect, it } from 'vitest'
import { parseLines, PATIENCE } from './command-line.ts'
import { makeSweeps } from './make-sweeps.ts'

describe('the verdict of a sweep', PATIENCE, () => {
  it('says of a value whose runs are far behind that their first weights saturate them, and what helps', async () => {
    const { run, recipe } = makeSweeps(25)
    const words = ['sweep', '--recipe', recipe, '--vary', 'layers.0.units=12,500', '--vary', 'seed=1,2']
    const { stdout } = await run(...words)
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(
      /^layers\.0\.units 500 \(2 runs, [\d.]+\u00a0% on average; the best run [\d.]+\u00a0%\): Some outputs seem to be stuck at 0\. The first weights are too large: .* which saturates the outputs: near 0 or 1 the sigmoid hardly learns, .* What helps: Smaller first weights: scaled-normal.* Or: Cross-entropy/,
    )
    const judged = parseLines((await run(...words, '--json')).stdout).at(-1)!
    expect(judged).toMatchObject({
      event: 'verdict',
      causes: [
        {
          diagnosed: {
            finding: { code: 'stuck-outputs' },
            cures: [{ code: 'initializer' }, { code: 'loss' }],
          },
          ...{ runs: [2, 3], field: 'layers.0.units', value: 500 },
        },
      ],
    })
    const alike = await run('sweep', '--recipe', recipe, '--vary', 'seed=1,2')
    expect(alike.stdout).not.toContain('What helps')
  })

  it('has no best where runs were measured on different images, and refuses halving there', async () => {
    const { run, recipe } = makeSweeps()
    const words = ['sweep', '--recipe', recipe, '--vary', 'data.validationSize=20,40', '--vary', 'seed=1,2']
    const text = await run(...words)
    expect([text.status, text.stderr]).toEqual([0, ''])
    expect(text.stdout.trimEnd().split('\n').at(-1)).toBe(
      'The runs were measured on different images, so their accuracies are no ranking.',
    )
    const lines = parseLines((await run(...words, '--json')).stdout)
    const results = lines.filter(({ event }) => event === 'result')
    expect(results.map(({ place, index }) => [place, index])).toEqual(
      [0, 1, 2, 3].map((index) => [null, index]),
    )
    expect(lines.at(-1)).toEqual({
      event: 'verdict',
      isRanked: false,
      images: null,
      verdict: null,
      causes: [],
    })
    expect(parseLines((await run('sweeps', '--json')).stdout)).toMatchObject([{ best: null }, { best: null }])

    const refused = await run(...words, '--halving')
    expect(refused.status).toBe(2)
    expect(refused.stderr).toMatch(/^backprop: Halving: .*images/)
    const sameImages = await run(
      'sweep',
      '--recipe',
      recipe,
      '--vary',
      'data.trainSize=100,200',
      '--halving',
      '--dry-run',
    )
    expect(sameImages.status).toBe(0)
  })

  it('has no best where no run was measured, and says why', async () => {
    const { run, recipe } = makeSweeps()
    const activations = ['--vary', 'layers.0.activation=relu', '--vary', 'optimizer.learningRate=1e5,1e6']
    const words = [
      'sweep',
      '--recipe',
      recipe,
      ...activations,
      '--vary',
      'loss=mse',
      '--vary',
      'layers.1.activation=identity',
    ]
    const { status, stdout } = await run(...words)
    expect(status).toBe(0)
    const [verdict, cause] = stdout.trimEnd().split('\n\n').at(-1)!.split('\n')
    expect(verdict).toBe('None of the runs was measured.')
    expect(cause).toMatch(
      /^2 runs \(not measured\): The numbers left their range in epoch 0, .* What helps: /,
    )
  })

  it('says once what stands in the way of all runs', async () => {
    const { run, recipe } = makeSweeps(25)
    const words = ['sweep', '--recipe', recipe, '--vary', 'layers.0.units=500', '--vary', 'seed=1..3']
    const { stdout } = await run(...words)
    const lines = stdout.split('\n').filter((line) => line.includes('What helps: '))
    expect(lines).toEqual([
      expect.stringMatching(
        /^In all 3 measured runs, with the figures of the best: .*[Tt]he first weights are too (large|wide).* What helps: Smaller first weights/,
      ),
    ])
    expect(parseLines((await run(...words, '--json')).stdout).at(-1)).toMatchObject({
      event: 'verdict',
      causes: [{ isCommon: true, runs: [0, 1, 2], field: null }],
    })
  })
})
