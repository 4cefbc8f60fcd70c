import { utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { LECTURE_RECIPE, parseRecipe } from '#core/recipe/recipe.ts'
import { OPTIMIZER_DEFAULTS } from '#core/optimizers/schema.ts'
import { SCHEDULE_DEFAULTS } from '#core/recipe/schedule.ts'
import { reviveDraft } from '../../../renderer/model/recipe/recipe-draft.ts'
import { useDataSetsStore } from '../../../renderer/stores/data-sets.ts'
import { useNoticesStore } from '../../../renderer/stores/notices.ts'
import { useRecipeStore } from '../../../renderer/stores/recipe.ts'
import {
  openTinyWorkbench,
  TINY_TEST_COUNT,
  TINY_TRAINING_COUNT,
} from '../../electron/backend/tiny-workbench.ts'
import { openTestWindow } from '../window.ts'

function openRecipe() {
  const { workbench, dataSet } = openTinyWorkbench()
  const window = openTestWindow(workbench)
  return {
    dataSet,
    recipe: window.use(useRecipeStore),
    dataSets: window.use(useDataSetsStore),
    notices: window.use(useNoticesStore),
  }
}

test('starts from the lecture’s recipe, which has no problem', () => {
  const { recipe } = openRecipe()
  expect(recipe.recipe).toEqual(LECTURE_RECIPE)
  expect(recipe.problems).toEqual([])
  expect(recipe.parameterCount).toBe(23_860)
})

test('keeps what is typed and tells what is wrong at the field', () => {
  const { recipe } = openRecipe()
  recipe.set(['optimizer', 'learningRate'], 'abc')
  expect(recipe.draft.optimizer.learningRate).toBe('abc')
  expect(recipe.problemAt(['optimizer', 'learningRate'])).toBe(
    "Learning rate: expected a number above 0 and at most 1,000,000, got 'abc'",
  )
  expect(recipe.recipe).toBeNull()
  recipe.set(['optimizer', 'learningRate'], '')
  expect(recipe.problemAt(['optimizer', 'learningRate'])).toMatch(/but it is empty$/)
  recipe.set(['optimizer', 'learningRate'], 0.5)
  expect(recipe.isReady).toBe(true)
})

test('an output activation that refuses the loss brings the loss that fits, and the other way round', () => {
  const { recipe, notices } = openRecipe()
  recipe.chooseActivation(1, 'softmax')
  expect(recipe.draft.loss).toBe('softmax-cross-entropy')
  expect(recipe.isReady).toBe(true)
  const reported = notices.list[0]!
  expect(reported.title).toBe(
    'The loss is now Softmax cross-entropy, the first weights are now Scaled normal and the learning rate is now 0.5, which suit Softmax outputs',
  )
  reported.action!.run()
  expect(recipe.draft).toEqual(LECTURE_RECIPE)
  recipe.redo()
  recipe.chooseLoss('binary-cross-entropy')
  expect(recipe.draft.layers[1]!.activation).toBe('sigmoid')
  expect(recipe.isReady).toBe(true)
  recipe.chooseActivation(1, 'tanh')
  expect(recipe.draft.loss).toBe('mse')
  recipe.chooseActivation(0, 'relu')
  expect(recipe.draft.loss).toBe('mse')
  expect(recipe.isReady).toBe(true)
})

test('slope and α come with the activation that has them, and go with it', () => {
  const { recipe } = openRecipe()
  recipe.chooseActivation(0, 'leaky-relu')
  expect(recipe.draft.layers[0]).not.toHaveProperty('slope')
  recipe.set(['layers', 0, 'slope'], 0.2)
  expect(recipe.recipe!.layers[0]).toMatchObject({ activation: 'leaky-relu', slope: 0.2 })
  recipe.set(['layers', 0, 'slope'], '')
  expect(recipe.problemAt(['layers', 0, 'slope'])).toMatch(/^Slope below 0: expected .* but it is empty$/)
  recipe.set(['layers', 0, 'slope'], 0.01)
  expect(recipe.recipe!.layers[0]).not.toHaveProperty('slope')
  recipe.set(['layers', 0, 'slope'], 0.3)
  recipe.chooseActivation(0, 'elu')
  expect(recipe.isReady).toBe(true)
  expect(recipe.draft.layers[0]).not.toHaveProperty('slope')
  recipe.set(['layers', 0, 'alpha'], 2)
  recipe.chooseActivation(0, 'elu-exact')
  expect(recipe.recipe!.layers[0]).toMatchObject({ activation: 'elu-exact', alpha: 2 })
  recipe.addLayer()
  expect(recipe.recipe!.layers[1]).toMatchObject({ activation: 'elu-exact', alpha: 2 })
  expect(reviveDraft(JSON.parse(JSON.stringify(recipe.draft)))).toEqual(recipe.draft)
})

test('a rectifier in a hidden layer brings He’s first weights in place of the lecture’s, but of no others', () => {
  const { recipe, notices } = openRecipe()
  recipe.chooseActivation(0, 'gelu')
  expect(recipe.draft.initializer.name).toBe('he-normal')
  const reported = notices.list[0]!
  expect(reported.title).toBe(
    'The first weights are now He normal and the learning rate is now 0.5, which suit GELU layers',
  )
  reported.action!.run()
  expect(recipe.draft).toEqual(LECTURE_RECIPE)

  recipe.chooseActivation(0, 'tanh')
  expect(recipe.draft.initializer.name).toBe('scaled-normal')
  recipe.set(['initializer', 'name'], 'orthogonal')
  recipe.chooseActivation(0, 'relu')
  expect(recipe.draft.initializer.name).toBe('orthogonal')
})

test.each(Object.values(SCHEDULE_DEFAULTS))('choosing $name brings its settings, all valid', (settings) => {
  const { recipe } = openRecipe()
  recipe.chooseSchedule(settings.name)
  expect(recipe.draft.schedule).toEqual(settings)
  expect(recipe.isReady).toBe(true)
})

test('turning a group of settings on and off are two steps of undo', () => {
  const { recipe } = openRecipe()
  recipe.toggle(['stopping', 'patience'], { epochs: 5, measure: 'validation-loss' })
  recipe.set(['stopping', 'patience', 'epochs'], 7)
  recipe.toggle(['stopping', 'patience'], null)
  recipe.undo()
  expect(recipe.draft.stopping.patience).toEqual({ epochs: 7, measure: 'validation-loss' })
  recipe.set(['data', 'validationSize'], 0)
  expect(recipe.problemAt(['stopping', 'patience'])).toBe(
    'Patience: expected validation images for validation-loss, got none',
  )
})

test.each(Object.values(OPTIMIZER_DEFAULTS))('choosing $name brings its settings, all valid', (settings) => {
  const { recipe } = openRecipe()
  recipe.chooseOptimizer(settings.name)
  const learningRate =
    { sgd: 3, momentum: 0.3, nesterov: 0.3 }[settings.name as string] ?? settings.learningRate
  expect(recipe.draft.optimizer).toEqual({ ...settings, learningRate })
  expect(recipe.draft.initializer.name).toBe(settings.name === 'sgd' ? 'standard-normal' : 'scaled-normal')
  expect(recipe.isReady).toBe(true)
})

test('what was typed stays whatever is chosen beside it, also after an undo; what was not follows on', () => {
  const { recipe } = openRecipe()
  recipe.set(['optimizer', 'learningRate'], 0.7)
  recipe.chooseOptimizer('adam')
  recipe.chooseActivation(0, 'relu')
  expect(recipe.draft.optimizer).toMatchObject({ name: 'adam', learningRate: 0.7 })
  expect(recipe.draft.initializer.name).toBe('he-normal')
  expect(recipe.freeFields).toEqual(['initializer.name', 'loss'])
  for (let step = 0; step < 3; step++) recipe.undo()
  expect(recipe.draft).toEqual(LECTURE_RECIPE)
  recipe.chooseOptimizer('adam')
  expect(recipe.draft.optimizer.learningRate).toBe(0.001)
  recipe.reset()
  expect(recipe.draft).toEqual(LECTURE_RECIPE)
  expect(recipe.freeFields).toHaveLength(3)
})

test('of a recipe that is loaded, what does not follow from the rest stays; another optimizer has its own rate', () => {
  const { recipe } = openRecipe()
  const adam = { ...OPTIMIZER_DEFAULTS.adam, learningRate: 0.002 }
  recipe.load({
    ...LECTURE_RECIPE,
    optimizer: adam,
    initializer: { ...LECTURE_RECIPE.initializer, name: 'orthogonal' },
  })
  recipe.chooseActivation(0, 'relu')
  expect(recipe.draft.optimizer.learningRate).toBe(0.002)
  expect(recipe.draft.initializer.name).toBe('orthogonal')
  recipe.chooseOptimizer('sgd')
  expect(recipe.draft.optimizer).toEqual({ name: 'sgd', learningRate: 0.5 })
})

test('adds, moves and removes hidden layers; the output layer stays the last', () => {
  const { recipe } = openRecipe()
  recipe.addLayer()
  recipe.set(['layers', 1, 'units'], 20)
  expect(recipe.sizes).toEqual([784, 30, 20, 10])
  recipe.moveLayer(1, 0)
  expect(recipe.sizes).toEqual([784, 20, 30, 10])
  recipe.moveLayer(1, 2)
  expect(recipe.sizes).toEqual([784, 20, 30, 10])
  recipe.removeLayer(0)
  recipe.removeLayer(0)
  expect(recipe.sizes).toEqual([784, 10])
  expect(recipe.isReady).toBe(true)
  recipe.addLayer()
  expect(recipe.sizes).toEqual([784, 30, 10])
})

test('undo goes back step by step, typing in one field being one step, and redo forward again', () => {
  const { recipe } = openRecipe()
  recipe.set(['epochs'], 3)
  recipe.set(['epochs'], 30)
  recipe.set(['epochs'], 300)
  recipe.chooseOptimizer('adam')
  recipe.undo()
  expect(recipe.draft.optimizer.name).toBe('sgd')
  expect(recipe.draft.epochs).toBe(300)
  recipe.undo()
  expect(recipe.draft).toEqual(LECTURE_RECIPE)
  expect(recipe.canUndo).toBe(false)
  recipe.redo()
  recipe.redo()
  expect(recipe.draft.epochs).toBe(300)
  expect(recipe.draft.optimizer.name).toBe('adam')
  expect(recipe.canRedo).toBe(false)
  recipe.reset()
  expect(recipe.draft).toEqual(LECTURE_RECIPE)
  recipe.undo()
  expect(recipe.draft.epochs).toBe(300)
})

test('a network follows the data set that is chosen with its inputs and outputs, says so, and goes back', async () => {
  const { recipe, dataSets, notices, dataSet } = openRecipe()
  await vi.waitFor(() => expect(dataSets.isLoaded).toBe(true))
  await writeFile(join(dataSet, 'classes.txt'), Array.from('abcdefghijkl').join('\n'))
  const info = await dataSets.addImages(dataSet)
  recipe.chooseDataSet(info.name)
  expect(recipe.sizes).toEqual([30, 30, 12])
  expect(recipe.isReady).toBe(true)
  expect(notices.list.map(({ title }) => title)).toEqual([
    'The network now has 30 inputs and 12 outputs, for the 5 × 6 pixels and 12 classes of tiny',
  ])
  recipe.chooseDataSet(info.name)
  expect(notices.list).toEqual([])
  recipe.undo()
  expect(recipe.draft).toEqual(LECTURE_RECIPE)
})

test('a network follows a data set whose files were not read yet once they are', async () => {
  const { recipe, dataSets, notices, dataSet } = openRecipe()
  await vi.waitFor(() => expect(dataSets.isLoaded).toBe(true))
  const table = join(dirname(dataSet), 'bars.csv')
  const images = ['255,255,0,0', '0,0,255,255', '255,0,255,0', '0,9,0,255']
  const lines = Array.from({ length: 24 }, (_, k) => `${k % 3},${images[k % 4]}`)
  await writeFile(table, lines.join('\n'))
  const info = await dataSets.addImages(table)
  await utimes(table, 1, 1)
  await dataSets.load()
  expect(dataSets.find(info.name)).toMatchObject({ trainingCount: 0, needs: 'making' })
  recipe.chooseDataSet(info.name)
  await vi.waitFor(() => expect(recipe.sizes).toEqual([4, 30, 3]))
  expect(recipe.draft.data).toMatchObject({ trainSize: 18, validationSize: 3, testSize: 3 })
  expect(notices.list[0]!.title).toContain('4 inputs and 3 outputs, for the 2 × 2 pixels and 3 classes')
  recipe.undo()
  expect(recipe.draft).toEqual(LECTURE_RECIPE)
})

test('choosing a data set fits inputs and parts to it; what does not fit is reported at its field', async () => {
  const { recipe, dataSets, dataSet } = openRecipe()
  await vi.waitFor(() => expect(dataSets.isLoaded).toBe(true))
  const info = await dataSets.addImages(dataSet)
  recipe.chooseDataSet(info.name)
  expect(recipe.draft.inputSize).toBe(30)
  expect(recipe.draft.data).toEqual({
    ...LECTURE_RECIPE.data,
    dataSet: info.name,
    trainSize: TINY_TRAINING_COUNT - 40,
    validationSize: 40,
    testSize: TINY_TEST_COUNT,
  })
  expect(recipe.problems).toEqual([])

  recipe.set(['data', 'trainSize'], 50)
  recipe.set(['data', 'validationSize'], 'abc')
  recipe.chooseDataSet(info.name, { keepsFewer: true })
  expect(recipe.draft.data).toMatchObject({ trainSize: 50, validationSize: 40, testSize: TINY_TEST_COUNT })

  recipe.set(['inputSize'], 784)
  recipe.set(['data', 'trainSize'], 201)
  recipe.set(['data', 'testSize'], 61)
  recipe.set(['layers', 1, 'units'], 9)
  expect(recipe.problems).toEqual([
    {
      path: ['inputSize'],
      message: 'Inputs: expected 30, one for each of the 5 × 6 pixels of tiny, got 784',
    },
    {
      path: ['layers', 1, 'units'],
      message: 'Output layer: expected at least 10 units, one for each class, got 9',
    },
    {
      path: ['data', 'validationSize'],
      message:
        'Training and validation images: expected at most the 240 of tiny together, got 201 + 40 = 241',
    },
    { path: ['data', 'testSize'], message: 'Test images: expected at most the 60 of tiny, got 61' },
  ])

  recipe.set(['data', 'dataSet'], '/no/such/folder')
  expect(recipe.problemAt(['data', 'dataSet'])).toMatch(/got '\/no\/such\/folder'/)
  // A recipe that is valid by itself can be saved, though its data are not here.
  expect(() => parseRecipe({ ...recipe.recipe })).not.toThrow()
})
