import { describe, expect, it } from 'vitest'
import type { DataExamination } from '#core/data/examine-parts.ts'
import { applyCure } from '#core/evaluation/diagnosis/cures.ts'
import { diagnoseRun } from '#core/evaluation/diagnosis/diagnose-run.ts'
import { diagnoseSweep } from '#core/evaluation/diagnosis/diagnose-sweep.ts'
import type { RunEvidence } from '#core/evaluation/diagnosis/evidence.ts'
import { checkRecipe, LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { describeDiagnosed } from '#shared/words/diagnosis-words.ts'
import { describeSweepVerdict } from '#shared/words/sweep-verdict-words.ts'
import { measured } from '../../training/measured.ts'
import { FAULTY, makeDigits } from './faulty-recipes.ts'
import { known } from './known-evidence.ts'
import { trainForEvidence } from './trained-evidence.ts'

const digits = makeDigits(5000)
const codesOf = (evidence: RunEvidence): string[] => diagnoseRun(evidence).map(({ finding }) => finding.code)

describe('the diagnosis of a trained network', () => {
  it.each(FAULTY.filter(({ isLong = false }) => !isLong))(
    'names $code first, with a cure that is a valid recipe: $name',
    ({ code, recipe }) => {
      const evidence = trainForEvidence(recipe, digits)
      const [first] = diagnoseRun(evidence)
      expect(first!.finding.code).toBe(code)
      const { cause, cures } = describeDiagnosed(first!)
      expect([cause, ...cures].join(' ')).not.toMatch(/undefined|NaN|null/)
      expect(cures.length).toBeGreaterThan(0)
      for (const cure of first!.cures) {
        const next = applyCure(recipe, cure)
        if (next !== null) expect(checkRecipe(next), cure.code).toEqual([])
      }
      // What a list of epochs tells without any image asked is the same cause.
      const { epochs, reason } = evidence
      expect(codesOf({ recipe, epochs, reason })[0]).toBe(code)
    },
  )
})

describe('the diagnosis by what is known of a run', () => {
  it('finds nothing wrong with a network that reads nearly all', () => {
    expect(diagnoseRun(known({}, [0.004, 0.008]))).toEqual([
      { finding: expect.objectContaining({ code: 'fine' }) as unknown, cures: [] },
    ])
  })

  it('calls few unseen images what they are, however fine the errors look', () => {
    const few = known({ unseen: { correct: 50, total: 50 } }, [0.004, 0])
    expect(codesOf(few)).toEqual(['fine', 'few-unseen-images'])
  })

  it('blames sorted data for an unseen error, not the network', () => {
    const data: DataExamination = {
      counts: { train: [], validation: [], test: [] },
      baseline: { label: 0, part: 'validation', accuracy: 0.4 },
      findings: [{ code: 'missing-classes', part: 'train', labels: [9] }],
      cures: ['stratify'],
    }
    const [first] = diagnoseRun(known({ data }, [0, 0.6]))
    expect(first).toMatchObject({ finding: { code: 'data' } })
    expect(describeDiagnosed(first!, '0123456789'.split(''))).toEqual({
      cause: "The training part has no image of '9': the network cannot learn it.",
      cures: ['Stratified parts, in which every class has its share.'],
    })
  })

  it('names more images as a cure where the data set has some that no part uses, and only there', () => {
    const learnedByHeart = (fileCounts: RunEvidence['fileCounts']) =>
      diagnoseRun(known({ ...(fileCounts !== undefined && { fileCounts }) }, [0.002, 0.08]))[0]!.cures
    const { trainSize, validationSize } = LECTURE_RECIPE.data
    const used = trainSize + validationSize
    const recipes = (counts: RunEvidence['fileCounts']) =>
      learnedByHeart(counts).filter(({ code }) => code === 'more-images')
    expect(recipes({ training: used, test: 4000 })).toEqual([])
    expect(recipes({ training: used + 10, test: 4000 })).toEqual([])
    expect(recipes(null)).toEqual([])
    expect(recipes(undefined)).toEqual([])
    const [more] = recipes({ training: 3 * used, test: 4000 })
    expect(more).toEqual({ code: 'more-images', count: 3 * used - validationSize })
    expect(applyCure(LECTURE_RECIPE, more!)!.data.trainSize).toBe(3 * used - validationSize)

    const few = (training: number) =>
      diagnoseRun(
        known({ unseen: { correct: 50, total: 50 }, fileCounts: { training, test: 10_000 } }, [0.004, 0]),
      ).at(-1)!.cures
    expect(few(used)).toEqual([])
    expect(few(2 * used)).toEqual([
      { code: 'more-unseen-images', part: 'validation', count: 2 * used - trainSize },
    ])
  })

  it('says what saturated means where it says it', () => {
    const recipe = {
      ...LECTURE_RECIPE,
      layers: LECTURE_RECIPE.layers.map((layer, k) => (k === 0 ? { ...layer, units: 100 } : layer)),
    }
    const words = diagnoseRun(known({ recipe }, [0.3, 0.3])).map((each) => describeDiagnosed(each).cause)
    expect(words.join(' ')).toContain('saturates the outputs: near 0 or 1 the sigmoid hardly learns')
  })

  it('does not blame first weights that a run never had, because it went on from others', () => {
    const { initializer } = LECTURE_RECIPE
    const recipe = { ...LECTURE_RECIPE, initializer }
    expect(codesOf(known({ recipe }, [0.1, 0.1]))).toContain('wide-start')
    expect(codesOf(known({ recipe, startsFromWeights: true }, [0.1, 0.1]))).not.toContain('wide-start')
  })

  it('does not say of a network that misreads much of what it learned from that it learned by heart', () => {
    expect(codesOf(known({}, [0.289, 0.307]))).not.toContain('overfitting')
    expect(codesOf(known({}, [0.02, 0.08]))[0]).toBe('overfitting')
  })

  it('says that nothing is known where nothing is', () => {
    expect(codesOf({ recipe: LECTURE_RECIPE, reason: null, epochs: [] })).toEqual(['unknown'])
    const diverged = { code: 'diverged', epoch: 0, loss: null } as const
    expect(codesOf({ recipe: LECTURE_RECIPE, reason: diverged, epochs: [] })).toEqual(['diverged'])
  })

  it('does not call a training too short whose unseen loss rises again', () => {
    const epochs = [0.5, 0.4, 0.3, 0.2, 0.1].map((trainLoss, epoch) =>
      measured(epoch, {
        trainLoss,
        trainAccuracy: 0.9,
        validationLoss: 0.5 + 0.1 * epoch,
        validationAccuracy: 0.7,
      }),
    )
    expect(codesOf(known({ epochs }, [0.1, 0.3]))).not.toContain('still-improving')
    const falling = epochs.map((epoch) => ({ ...epoch, validationLoss: 1 / (epoch.epoch + 1) }))
    expect(codesOf(known({ epochs: falling }, [0.1, 0.1]))).toContain('still-improving')
  })
})

describe('the diagnosis of a sweep', () => {
  const run = (units: number, seed: number, trainingError: number) => ({
    readEvidence: () =>
      Promise.resolve(
        known(
          {
            recipe: {
              ...LECTURE_RECIPE,
              layers: LECTURE_RECIPE.layers.map((layer, k) => (k === 0 ? { ...layer, units } : layer)),
            },
          },
          [trainingError, trainingError],
        ),
      ),
    values: { 'layers.0.units': units, seed },
    accuracy: 1 - trainingError,
  })
  const sweepOf = (...runs: ReturnType<typeof run>[]) =>
    diagnoseSweep(runs.map((each, index) => ({ index, ...each })))

  it('says that it is the saturated start that keeps 100 neurons behind', async () => {
    // What 10 neurons have in common with the best is no reason for their being behind it.
    const found = await sweepOf(
      run(10, 1, 0.08),
      run(10, 2, 0.08),
      run(30, 1, 0.04),
      run(30, 2, 0.04),
      run(100, 1, 0.3),
      run(100, 2, 0.2),
    )
    const [first, ...others] = found
    expect(others.filter(({ isCommon }) => !isCommon)).toEqual([])
    expect(first).toMatchObject({
      diagnosed: { finding: { code: 'stuck-outputs' } },
      ...{ runs: [4, 5], field: 'layers.0.units', value: 100 },
    })
    expect(first!.accuracy).toBeCloseTo(0.75)
    expect(first!.best).toBeCloseTo(0.96)
    expect(describeDiagnosed(first!.diagnosed).cures[0]).toContain('Smaller first weights')
  })

  it('says once what stands in the way of every run, the best included', async () => {
    const [common, ...others] = await sweepOf(run(30, 1, 0.14), run(30, 2, 0.15), run(100, 1, 0.155))
    expect(others).toEqual([])
    expect(common).toMatchObject({
      diagnosed: { finding: { code: 'stuck-outputs' } },
      ...{ isCommon: true, runs: [0, 1, 2], field: null, best: 0.86 },
    })
    const words = describeSweepVerdict(
      { isRanked: true, images: null, verdict: null },
      { titleOf: (path) => path, formatValue: (_, value) => String(value), dataTitleOf: (name) => name },
      [common!],
    )
    expect(words[1]).toMatch(
      /^In all 3 measured runs, with the figures of the best: Some outputs seem to be stuck at 0\. .* What helps: Smaller first weights/,
    )
    // Beside it, what holds back some of them alone.
    const both = await sweepOf(run(30, 1, 0.04), run(30, 2, 0.045), run(100, 1, 0.4))
    expect(both.map(({ isCommon, runs }) => [isCommon, runs])).toEqual([
      [false, [2]],
      [true, [0, 1, 2]],
    ])
    // One run has nothing in common with others.
    expect(await sweepOf(run(30, 1, 0.14))).toEqual([])
  })

  it('says nothing where all runs are fine, and names no value where it is not the value', async () => {
    expect(await sweepOf(run(30, 1, 0.004), run(30, 2, 0.0045))).toEqual([])
    const [first] = await sweepOf(run(30, 1, 0.04), run(30, 2, 0.3), run(100, 1, 0.25), run(100, 2, 0.05))
    expect(first).toMatchObject({ runs: [1, 2], field: null, value: null })
  })
})
