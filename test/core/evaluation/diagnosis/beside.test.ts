import { describe, expect, it } from 'vitest'
import type { RunSummary } from '#contract/types.ts'
import { type Beside, findBeside, type RunBeside, type Trial } from '#core/evaluation/diagnosis/beside.ts'
import { diagnoseRun } from '#core/evaluation/diagnosis/diagnose-run.ts'
import { diagnoseSweep } from '#core/evaluation/diagnosis/diagnose-sweep.ts'
import type { RunEvidence } from '#core/evaluation/diagnosis/evidence.ts'
import type { Diagnosed } from '#core/evaluation/diagnosis/finding.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { describeFinding } from '#shared/words/diagnosis-words.ts'
import { epochOf, runOf } from '../../../renderer/epochs.ts'
import { measured } from '../../training/measured.ts'
import { known } from './known-evidence.ts'

const BASE: Recipe = {
  ...LECTURE_RECIPE,
  initializer: { ...LECTURE_RECIPE.initializer, name: 'scaled-normal' },
}
const atRate = (learningRate: number, changes: Partial<Recipe> = {}): Recipe => ({
  ...BASE,
  optimizer: { name: 'sgd', learningRate },
  ...changes,
})
const withUnits = (recipe: Recipe, units: number): Recipe => ({
  ...recipe,
  layers: [{ ...recipe.layers[0]!, units }, recipe.layers[1]!],
})

/** A loss that rises again and again, which by itself says that the rate is too high. */
const RISING = Array.from({ length: 12 }, (_, k) => (k < 3 ? 0.5 - 0.1 * k : 0.2 * (k % 2 === 0 ? 1.3 : 1)))

/** What is said of a run at a rate that looks too high, with a training error of 8 %, beside others. */
function diagnose(recipe: Recipe, beside: Beside | null, losses = RISING, error = 0.08): Diagnosed[] {
  const epochs = losses.map((trainLoss, epoch) => measured(epoch, { trainLoss, trainAccuracy: 1 - error }))
  return diagnoseRun(known({ recipe, epochs, beside } satisfies Partial<RunEvidence>, [error, error]))
}
const codes = (found: readonly Diagnosed[]): string[] => found.map(({ finding }) => finding.code)
const beside = (accuracy: number, ...others: Trial[]): Beside => ({ accuracy, images: 4000, others })

describe('a judgement made of one run', () => {
  it('stands where nothing was tried beside it', () => {
    for (const none of [null, beside(0.92)]) {
      const [first] = diagnose(atRate(10), none)
      expect(first).toMatchObject({ finding: { code: 'rate-too-high', fitting: 3 }, cures: [{ value: 3 }] })
    }
  })

  it('gives way where the advised rate was tried and did no better, and says so as a remark', () => {
    const found = diagnose(
      atRate(10),
      beside(0.92, { recipe: atRate(3), accuracy: 0.9 }, { recipe: atRate(0.5), accuracy: 0.8 }),
    )
    expect(codes(found)).not.toContain('rate-too-high')
    expect(describeFinding(found.at(-1)!.finding)).toBe(
      'The learning rate of 10 did at least as well as 0.5 and 3 in runs beside this one, measured on the same images.',
    )
  })

  it('gives way to a difference within chance, too, and over seeds', () => {
    expect(codes(diagnose(atRate(10), beside(0.92, { recipe: atRate(3), accuracy: 0.922 })))).not.toContain(
      'rate-too-high',
    )
    const seeds = [1, 2].map((seed) => ({ recipe: atRate(3, { seed }), accuracy: [0.95, 0.8][seed - 1]! }))
    expect(codes(diagnose(atRate(10), beside(0.92, ...seeds)))).not.toContain('rate-too-high')
  })

  it('stands where what it advises did better, and then advises what did best', () => {
    const [stands] = diagnose(atRate(10), beside(0.92, { recipe: atRate(3), accuracy: 0.97 }))
    expect(stands).toMatchObject({ finding: { code: 'rate-too-high', fitting: 3 }, cures: [{ value: 3 }] })
    const [better] = diagnose(
      atRate(30),
      beside(0.9, { recipe: atRate(3), accuracy: 0.95 }, { recipe: atRate(10), accuracy: 0.97 }),
    )
    expect(better).toMatchObject({ finding: { code: 'rate-too-high', fitting: 10 }, cures: [{ value: 10 }] })
  })

  it('of the best run gives way to others that differ in more than the rate; of another run it does not', () => {
    const other: Trial = { recipe: withUnits(atRate(3), 100), accuracy: 0.9 }
    expect(codes(diagnose(atRate(10), beside(0.92, other)))).not.toContain('rate-too-high')
    const best: Trial = { recipe: withUnits(atRate(10), 100), accuracy: 0.95 }
    expect(codes(diagnose(atRate(10), beside(0.92, other, best)))).toContain('rate-too-high')
  })

  it('is not refuted by a rate far from the advised one, or on the other side', () => {
    for (const rate of [0.0001, 9, 30]) {
      const found = diagnose(atRate(10), beside(0.92, { recipe: atRate(rate), accuracy: 0.5 }))
      expect([rate, codes(found).includes('rate-too-high')]).toEqual([rate, true])
    }
  })

  it('of a low rate, a small network, or a wide start gives way alike', () => {
    const slow = [0.5, 0.49, 0.48, 0.47, 0.46]
    expect(codes(diagnose(atRate(0.01), null, slow, 0.5))).toContain('rate-too-low')
    const low = diagnose(atRate(0.01), beside(0.5, { recipe: atRate(3), accuracy: 0.4 }), slow, 0.5)
    expect(codes(low)).not.toContain('rate-too-low')

    const flat = [0.5, 0.3, 0.2, 0.1999, 0.1998, 0.1997]
    const small = withUnits(atRate(3), 8)
    expect(codes(diagnose(small, null, flat))).toContain('too-small')
    const larger = diagnose(small, beside(0.92, { recipe: withUnits(atRate(3), 30), accuracy: 0.91 }), flat)
    expect(codes(larger)).not.toContain('too-small')

    const wide: Recipe = { ...BASE, initializer: { ...BASE.initializer, name: 'standard-normal' } }
    expect(codes(diagnose(wide, null, flat, 0.2))).toContain('wide-start')
    const narrow = diagnose(wide, beside(0.8, { recipe: BASE, accuracy: 0.79 }), flat, 0.2)
    expect(codes(narrow)).not.toContain('wide-start')
  })

  it('keeps what is a fact, and leaves out the help that was tried in vain', () => {
    const falling = [0.9, 0.6, 0.4, 0.3, 0.22, 0.16]
    const more = (recipe: Recipe, epochs: number): Recipe => ({ ...recipe, epochs })
    const run = more(atRate(3), 6)
    const cureOf = (found: readonly Diagnosed[]) =>
      found.find(({ finding }) => finding.code === 'still-improving')?.cures
    expect(cureOf(diagnose(run, null, falling))).toEqual([{ code: 'epochs', value: 18 }])
    const tried = beside(0.92, { recipe: more(atRate(3), 20), accuracy: 0.92 })
    expect(cureOf(diagnose(run, tried, falling))).toEqual([])
  })

  it('of a sweep gives way to the runs of the sweep', async () => {
    const rates = [3, 10, 30]
    const accuracies = [0.9, 0.95, 0.85]
    const trials = rates.map((rate, k) => ({ recipe: atRate(rate), accuracy: accuracies[k]! }))
    const found = await diagnoseSweep(
      rates.map((rate, index) => ({
        index,
        accuracy: accuracies[index]!,
        values: { 'optimizer.learningRate': rate },
        readEvidence: () =>
          Promise.resolve({
            recipe: atRate(rate),
            reason: null,
            epochs: RISING.map((trainLoss, epoch) => measured(epoch, { trainLoss, trainAccuracy: 0.9 })),
            beside: { ...beside(accuracies[index]!), others: trials.filter((_, k) => k !== index) },
          }),
      })),
    )
    const tooHigh = found.find(({ diagnosed }) => diagnosed.finding.code === 'rate-too-high')
    expect(tooHigh).toMatchObject({ runs: [2], diagnosed: { finding: { learningRate: 30, fitting: 10 } } })
  })
})

describe('the runs beside one', () => {
  const run = (id: string, changes: Partial<RunSummary> = {}): RunBeside =>
    runOf(id, { best: epochOf(4, { validationAccuracy: 0.9 }), status: 'completed', ...changes })

  it('ended by themselves, from fresh weights, on the same images', () => {
    const { data } = LECTURE_RECIPE
    const others = [
      run('same'),
      run('diverged', { status: 'diverged', best: null }),
      run('stopped', { status: 'stopped' }),
      run('training', { status: 'training' }),
      run('continued', { parent: { runId: 'x', name: 'x', epoch: 3 } }),
      run('imported', { unknownFields: ['optimizer'] }),
      run('other data', { recipe: { ...LECTURE_RECIPE, data: { ...data, dataSet: 'mnist-other' } } }),
      run('fewer', { recipe: { ...LECTURE_RECIPE, data: { ...data, validationSize: 10 } } }),
    ]
    const own = run('own')
    expect(findBeside(own, [own, ...others])?.others.map(({ accuracy }) => accuracy)).toEqual([0.9, null])
    expect(findBeside(own, [own])).toBeNull()
    expect(findBeside(run('none', { best: null }), others)).toBeNull()
  })
})
