import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeFolder, writeTinyDataSet } from '../electron/backend/tiny-workbench.ts'
import { runCommand } from './command-palette.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { choose, field } from './train-page.ts'

let form: RunningWorkbench
beforeAll(async () => {
  form = await startWorkbench()
})
afterAll(() => form.close())

/** One workbench for the tests of the form alone; each finds it as at the first start. */
async function openForm(): Promise<RunningWorkbench> {
  await form.page.evaluate(() => {
    localStorage.clear()
    location.hash = '#/train'
  })
  await form.page.reload()
  await form.page.getByRole('heading', { name: 'Train', level: 1 }).waitFor()
  return form
}

test('tells what is wrong beside the field, leads to it, and does not train until it is right', async () => {
  const { page } = await openForm()
  await field(page, 'optimizer.learningRate').fill('0')
  await page.getByText('Learning rate: expected a number above 0 and at most 1,000,000, got 0').waitFor()
  await field(page, 'data.trainSize').fill('70000')
  await page
    .getByText(
      'Training and validation images: expected at most the 60,000 of Pen digits together, got 70,000 + 10,000 = 80,000',
    )
    .waitFor()
  expect(await page.getByRole('button', { name: 'Train', exact: true }).isDisabled()).toBe(true)

  await field(page, 'data.trainSize').fill('2000')
  await page.getByRole('button', { name: '1 field needs attention' }).click()
  await expect
    .poll(() => field(page, 'optimizer.learningRate').evaluate((input) => input === document.activeElement))
    .toBe(true)
  await page.keyboard.press('Control+a')
  await page.keyboard.type('0.5')
  expect(await page.getByRole('button', { name: 'Train', exact: true }).isEnabled()).toBe(true)
})

test('adds, orders and removes layers, lets the loss follow the output, and undoes it all', async () => {
  const { page } = await openForm()
  await page.getByRole('button', { name: 'Add a hidden layer' }).click()
  await page.keyboard.type('16')
  await page.getByRole('img', { name: 'Layers: 784, 30, 16, 10' }).waitFor()
  await page.getByRole('button', { name: 'Move Hidden 2 towards the inputs' }).click()
  await page.getByRole('img', { name: 'Layers: 784, 16, 30, 10' }).waitFor()
  await page.getByText('Hidden 1', { exact: true }).dragTo(page.getByRole('group', { name: 'Hidden 2' }))
  await page.getByRole('img', { name: 'Layers: 784, 30, 16, 10' }).waitFor()
  await page.getByRole('button', { name: 'Remove Hidden 1' }).click()
  await page.getByRole('img', { name: 'Layers: 784, 16, 10' }).waitFor()
  await choose(page, 'layers.1.activation', 'Softmax')
  expect(await field(page, 'loss').innerText()).toBe('Softmax cross-entropy')
  await choose(page, 'optimizer.name', 'AdamW')
  expect(await field(page, 'optimizer.weightDecay').inputValue()).toBe('0.01')

  await page.getByRole('button', { name: 'More recipe actions' }).click()
  await page.getByRole('menuitem', { name: /lecture/ }).click()
  await page.getByRole('img', { name: 'Layers: 784, 30, 10' }).waitFor()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await page.getByRole('img', { name: 'Layers: 784, 16, 10' }).waitFor()
  expect(await field(page, 'optimizer.name').innerText()).toBe('AdamW')
})

test('starts from a preset, tells its published result, and goes on without MNIST', async () => {
  const { page, problems } = await openForm()
  await page.getByRole('button', { name: 'Start from a preset' }).click()
  await page.getByRole('menuitem', { name: 'Nielsen 3: overfitting on 1,000 images' }).click()
  await page.getByText('Published: 82.27\u00a0% best test accuracy').first().waitFor()
  expect(await field(page, 'data.trainSize').inputValue()).toBe('1000')
  expect(await page.getByRole('button', { name: 'Train', exact: true }).isDisabled()).toBe(true)

  await page.getByRole('button', { name: 'Use pen digits instead' }).click()
  expect(await field(page, 'data.trainSize').inputValue()).toBe('1000')
  expect(await page.getByRole('button', { name: 'Train', exact: true }).isEnabled()).toBe(true)
  await page.getByRole('button', { name: 'Nielsen 3: overfitting on 1,000 images, on Pen digits' }).waitFor()
  await page
    .getByText(/^Its published 82\.27\s% is for MNIST and does not hold on Pen digits, where .* much less\.$/)
    .waitFor()
  await page.getByRole('button', { name: 'Undo the last recipe change' }).click()
  await page.getByRole('button', { name: 'Undo the last recipe change' }).click()
  await page.getByRole('img', { name: 'Layers: 784, 30, 10' }).waitFor()
  expect(await field(page, 'data.trainSize').inputValue()).toBe('50000')
  expect(problems).toEqual([])
})

test('Data offers a folder with MNIST’s files where these are not here yet', async () => {
  const { page } = await openForm()
  await page.getByRole('link', { name: 'Data', exact: true }).click()
  await page.getByRole('heading', { name: 'Data', level: 1 }).waitFor()
  await page.getByRole('button', { name: /^MNIST(?! \+)/ }).click()
  await page.getByRole('button', { name: 'Use a folder that holds its four files…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Use images of your own' })
  await dialog.getByLabel('Folder').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => dialog.count()).toBe(0)
})

test('a problem in a folded section is led to', async () => {
  const { page } = await openForm()
  await page.getByRole('button', { name: 'Schedule' }).click()
  await field(page, 'warmupEpochs').fill('31')
  await page.getByText('Warm-up: expected at most the 30 epochs, got 31').waitFor()
  await page.getByRole('button', { name: 'Schedule' }).click()
  await page.getByText('needs attention', { exact: true }).waitFor()
  await page.getByRole('button', { name: '1 field needs attention' }).click()
  await expect
    .poll(() => field(page, 'warmupEpochs').evaluate((input) => input === document.activeElement))
    .toBe(true)
})

test('finds an action by its name in the command palette, and keeps recipe and theme over a reload', async () => {
  const { page } = await openForm()
  await field(page, 'seed').fill('42')
  await runCommand(page, 'Dark theme')
  await expect.poll(() => page.locator('html').getAttribute('class')).toContain('dark')
  await page.reload()
  await page.getByRole('heading', { name: 'Train', level: 1 }).waitFor()
  expect(await page.locator('html').getAttribute('class')).toContain('dark')
  expect(await field(page, 'seed').inputValue()).toBe('42')
})

test('a folder without images is refused in words, and one with images shows them with their labels', async () => {
  const { page } = await openForm()
  const folder = makeFolder()
  await page.getByRole('link', { name: 'Data' }).click()
  await page.getByRole('button', { name: 'Use your own…' }).click()
  await page.getByLabel('Folder or file', { exact: true }).fill(folder)
  await page.getByRole('button', { name: 'Use it' }).click()
  await page.getByText(/expected a folder with the four IDX files .*, got an empty folder$/).waitFor()
  await page.getByLabel('Folder or file', { exact: true }).fill(writeTinyDataSet(path.join(folder, 'tiny')))
  await page.getByRole('button', { name: 'Use it' }).click()
  await page.getByRole('img', { name: 'An image of 7' }).first().waitFor()

  await page.getByRole('button', { name: 'Remove from list' }).click()
  await page.getByRole('heading', { name: 'Pen digits', level: 2 }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: /^tiny/ }).waitFor()
})
