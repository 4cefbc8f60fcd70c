import { describe, expect, it } from 'vitest'
import { GRADIENT_TOLERANCE } from '#core/verification/gradient-check.ts'
import { openTinyWorkbench, refusal, tinyRecipe, trainToEnd } from '../tiny-workbench.ts'

describe('inspection', () => {
  it('counts on each part what the training measured on it', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { id, epochs } = await trainToEnd(workbench, tinyRecipe(dataSet))
    for (const epoch of [0, 3]) {
      const test = await workbench.api.analysis.inspect({ runId: id, epoch, part: 'test' })
      expect(test).toMatchObject({ epoch, confusion: { total: 60, correct: epochs[epoch]!.testCorrect } })
      expect(test.loss.mean).toBeCloseTo(epochs[epoch]!.testLoss!, 12)
      expect(test.confusion.matrix.flat().reduce((sum, count) => sum + count)).toBe(60)
      const accuracy = test.confusion.correct / 60
      expect(test.accuracyInterval.low).toBeLessThan(accuracy)
      expect(test.accuracyInterval.high).toBeGreaterThan(accuracy)

      const validation = await workbench.api.analysis.inspect({ runId: id, epoch, part: 'validation' })
      expect(validation.confusion.total).toBe(40)
      expect(validation.confusion.correct / 40).toBe(epochs[epoch]!.validationAccuracy)
    }
  })

  it('takes the last epoch unless another is named', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { id } = await trainToEnd(workbench, tinyRecipe(dataSet))
    expect((await workbench.api.analysis.inspect({ runId: id, part: 'test' })).epoch).toBe(3)
    expect((await workbench.api.analysis.diagnose({ runId: id })).epoch).toBe(3)
  })

  it('shows the mistakes, surest first, with the pictures that the network sees', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { id } = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))
    const { confusion } = await workbench.api.analysis.inspect({ runId: id, part: 'test' })
    const { answers, images, rows, columns, total } = await workbench.api.analysis.rankAnswers({
      ...{ runId: id, part: 'test', kind: 'mistakes' },
    })
    expect(total).toBe(confusion.total - confusion.correct)
    expect(answers.length).toBe(total)
    expect(images.length).toBe(total * rows * columns)
    const sample = await workbench.api.data.getSample({ dataSet, part: 'test', offset: 0, count: 60 })
    for (const [k, answer] of answers.entries()) {
      const image = images.slice(k * 30, (k + 1) * 30)
      expect(image).toEqual(sample.images.slice(answer.index * 30, (answer.index + 1) * 30))
      expect(sample.labels[answer.index]).toBe(answer.label)
      const said = await workbench.api.analysis.predict({ runId: id, image })
      expect(said.digit).toBe(answer.predicted)
      expect(said.outputs[answer.predicted]).toBeCloseTo(answer.output, 6)
      if (k > 0) expect(answer.output).toBeLessThanOrEqual(answers[k - 1]!.output)
    }
  })

  it('tells answers of each kind, class and slice apart, as many as are counted', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { id } = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))
    const { confusion, slices } = await workbench.api.analysis.inspect({ runId: id, part: 'test' })
    const asked = { runId: id, part: 'test' } as const
    const { rankAnswers } = workbench.api.analysis
    const hardest = await rankAnswers({ ...asked, kind: 'hardest' })
    expect(hardest.total).toBe(confusion.correct)
    const leads = hardest.answers.map(({ output, next }) => output - next!.output)
    expect(leads).toEqual([...leads].sort((a, b) => a - b))
    for (const { label, support } of confusion.classes) {
      const { total } = await rankAnswers({ ...asked, kind: 'mistakes', label })
      expect(total).toBe(support - confusion.matrix[label]![label]!)
    }
    expect(slices.map(({ total }) => total)).toEqual([15, 15, 15, 15, 30, 30])
    for (const { code, correct, total } of slices) {
      expect((await rankAnswers({ ...asked, kind: 'hardest', slice: code })).total).toBe(correct)
      expect((await rankAnswers({ ...asked, kind: 'mistakes', slice: code })).total).toBe(total - correct)
    }
  })

  it('says of the same images what another run makes of them', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const weak = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))
    const recipe = tinyRecipe(dataSet, { epochs: 20 })
    // It keeps other images to validate on, and is asked about those of the first.
    const strong = await trainToEnd(workbench, {
      ...recipe,
      data: { ...recipe.data, trainSize: 120, validationSize: 20 },
    })
    for (const part of ['test', 'validation'] as const) {
      const { answers, images, beside, total } = await workbench.api.analysis.rankAnswers({
        ...{ runId: weak.id, part, kind: 'mistakes', beside: strong.id },
      })
      expect(beside).toMatchObject({ runId: strong.id })
      expect(total).toBe(answers.length)
      const said = await Promise.all(
        answers.map((_, k) =>
          workbench.api.analysis.predict({ runId: strong.id, image: images.slice(30 * k, 30 * k + 30) }),
        ),
      )
      expect(beside!.predictions).toEqual(said.map(({ digit }) => digit))
      expect(beside!.wrong).toBe(answers.filter(({ label }, k) => said[k]!.digit !== label).length)
      expect(beside!.sameWrong).toBe(
        answers.filter(({ predicted }, k) => said[k]!.digit === predicted).length,
      )
    }
  })

  it('gives the images of a cell, as many as it counts', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const { id } = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 1 }))
    const { confusion } = await workbench.api.analysis.inspect({ runId: id, part: 'validation' })
    for (const [label, row] of confusion.matrix.entries()) {
      for (const [predicted, count] of row.entries()) {
        const cell = { runId: id, part: 'validation' as const, label, predicted }
        const { answers, total, images } = await workbench.api.analysis.getConfusedImages(cell)
        expect([total, answers.length, images.length]).toEqual([count, count, count * 30])
        expect(answers.every((answer) => answer.label === label && answer.predicted === predicted)).toBe(true)
      }
    }
  })

  it('diagnoses on finished weights', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const learned = await trainToEnd(workbench, tinyRecipe(dataSet, { epochs: 60 }))
    const good = await workbench.api.analysis.diagnose({ runId: learned.id })
    expect(good).toMatchObject({ unseenPart: 'validation', training: { total: 200 }, unseen: { total: 40 } })
    expect(good.unseen.correct / 40).toBe(learned.last?.validationAccuracy)
    const weak = await workbench.api.analysis.diagnose({ runId: learned.id, epoch: 0 })
    expect(weak.training.correct).toBeLessThan(good.training.correct)
    // Of 200 images, each epoch takes a few steps; what is said of an early epoch does not speak of the end.
    const codesOf = ({ findings }: typeof good): string[] => findings.map(({ finding }) => finding.code)
    expect(codesOf(weak)).toContain('neglected-classes')
    expect(codesOf(weak)).not.toContain('still-improving')
    expect(good.classNames).toHaveLength(10)
  })

  it.each([[false], [true]])(
    'checks the gradient of a run and catches a broken one (batch norm: %s)',
    async (batchNorm) => {
      const { workbench, dataSet } = openTinyWorkbench()
      const recipe = tinyRecipe(dataSet, {
        epochs: 2,
        layers: [
          { units: 12, activation: 'sigmoid', batchNorm, dropout: 0.2 },
          { units: 10, activation: 'sigmoid', batchNorm: false, dropout: 0 },
        ],
      })
      const { id } = await trainToEnd(workbench, recipe)
      const sound = await workbench.api.analysis.checkGradient({ runId: id })
      expect(sound).toMatchObject({ epoch: 1, defect: null, isPassed: true, images: 10, directions: null })
      expect(sound.layers.map(({ compared }) => compared)).toEqual([12 * 31 + (batchNorm ? 24 : 0), 130])
      for (const defect of ['no-slope', 'no-bias'] as const) {
        const broken = await workbench.api.analysis.checkGradient({ runId: id, defect })
        expect(broken.isPassed).toBe(false)
        expect(Math.max(...broken.layers.map(({ maxRelativeError }) => maxRelativeError))).toBeGreaterThan(
          100 * GRADIENT_TOLERANCE,
        )
      }
    },
  )

  it('checks larger networks along random directions', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const recipe = tinyRecipe(dataSet, {
      epochs: 1,
      layers: [
        { units: 150, activation: 'relu', batchNorm: false, dropout: 0 },
        { units: 10, activation: 'sigmoid', batchNorm: false, dropout: 0 },
      ],
      optimizer: { name: 'sgd', learningRate: 0.1 },
    })
    const { id } = await trainToEnd(workbench, recipe)
    const sound = await workbench.api.analysis.checkGradient({ runId: id })
    expect(sound).toMatchObject({ isPassed: true, directions: 20 })
    expect(await workbench.api.analysis.checkGradient({ runId: id, defect: 'no-slope' })).toMatchObject({
      isPassed: false,
    })
  })

  it('says what is missing', async () => {
    const { workbench, dataSet } = openTinyWorkbench()
    const recipe = tinyRecipe(dataSet, { epochs: 1 })
    const { id } = await trainToEnd(workbench, {
      ...recipe,
      data: { ...recipe.data, validationSize: 0, testSize: 0 },
    })
    const { code, message } = await refusal(workbench.api.analysis.inspect({ runId: id, part: 'validation' }))
    expect([code, message.includes('validation images')]).toEqual(['invalid', true])
    // Without a test of its own, the whole test file.
    expect((await workbench.api.analysis.inspect({ runId: id, part: 'test' })).confusion.total).toBe(60)
    expect((await workbench.api.analysis.diagnose({ runId: id })).unseenPart).toBe('test')
    expect((await refusal(workbench.api.analysis.inspect({ runId: id, epoch: 7, part: 'test' }))).code).toBe(
      'not-found',
    )
  })
})
