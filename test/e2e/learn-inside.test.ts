import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { openLearn } from './open-learn.ts'
import { smallRecipe } from './trained-home.ts'

let page: Page

openLearn(
  'inside',
  async (opened) => {
    page = opened.page
    await slider('Unit').waitFor()
  },
  { lecture: smallRecipe(3) },
)

const slider = (name: string) => page.getByRole('slider', { name, exact: true })
const open = (name: string) =>
  page.getByRole('group', { name: 'Inside the run' }).getByRole('button', { name, exact: true }).click()
const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
const valueText = (name: string) => slider(name).getAttribute('aria-valuetext')

test('weights are pictured over all kept epochs, and their change since the start', async () => {
  await expect
    .poll(() => valueText('Unit'))
    .toMatch(/^Unit 1\. Weights of 30 units of the first layer, epoch 2/)
  await page.getByText(/\d+ pixels have no ink on any of the 500 training images/).waitFor()
  await press('To the start')
  await expect.poll(() => valueText('Unit')).toContain('before the first epoch')
  await press('Change since the start')
  await page
    .getByText(/^Unit 1, row 1, column 1: change about 0; no training image of 500 has ink there\./)
    .waitFor()
  await press('Epoch')
  await expect.poll(() => valueText('Unit')).toMatch(/Change since the start of 30 units.*, epoch 0/)
  // A pixel without ink never changes.
  await page.getByText(/^Unit 1, row 1, column 1: change about 0;/).waitFor()
})

test('weights are painted in many colours, other ones in the dark', async () => {
  const colours = async (): Promise<string[]> =>
    slider('Unit')
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
        const painted = new Set<string>()
        for (let i = 0; i < data.length; i += 4) painted.add(data.subarray(i, i + 4).join())
        return [...painted].filter((colour) => !colour.endsWith(',0'))
      })
  await expect.poll(async () => (await colours()).length).toBeGreaterThan(50)
  const light = new Set(await colours())
  onTestFinished(() => page.emulateMedia({ colorScheme: 'light' }))
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect
    .poll(async () => (await colours()).filter((colour) => light.has(colour)).length)
    .toBeLessThan(5)
  expect((await colours()).length).toBeGreaterThan(50)
})

test('a unit and a pixel are chosen by pointer and by keys', async () => {
  await slider('Unit').focus()
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => slider('Unit').getAttribute('aria-valuenow')).toBe('2')
  await slider('Pixel').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await page.getByText(/^Unit 2, row 2, column 2: weight about/).waitFor()
  await slider('Pixel').click({ position: { x: 113, y: 113 } })
  await page.getByText(/^Unit 2, row 15, column 15: .*training images have ink there/).waitFor()
  await slider('Unit').click({ position: { x: 8, y: 8 } })
  await expect.poll(() => slider('Unit').getAttribute('aria-valuenow')).toBe('1')
})

test('all units are looked at over the epochs, by pointer and by keys', async () => {
  await open('All units')
  await slider('Heat map').waitFor()
  await slider('Heat map').focus()
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => valueText('Heat map')).toMatch(/^Weights of unit 2, epoch 2: \d/)
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => valueText('Heat map')).toMatch(/^Weights of unit 2, epoch 1: \d/)
  await press('Flat')
  await expect.poll(() => valueText('Heat map')).toMatch(/^Flat of unit 2, epoch 1: \d/)
  await page.getByText(/^Dead, flat on every image:/).waitFor()
  await page.getByRole('group', { name: 'Layer' }).getByRole('button', { name: 'Output' }).click()
  await expect.poll(() => slider('Heat map').getAttribute('aria-valuemax')).toBe('10')
  await page.getByRole('row', { name: /^10 / }).waitFor()
})

test('the last hidden layer is shown by PCA at once and by UMAP on demand', async () => {
  await open('Last hidden layer')
  await page.getByText(/Across: \d+\.\d\s% of the variance/).waitFor()
  const rows = page.getByRole('table', { name: 'Images by class' }).getByRole('row')
  expect(await rows.count()).toBe(11)
  await press('Lay out by UMAP')
  await page.getByText(/Distances mean nothing here/).waitFor()
  await press('PCA')
  await page.getByText(/Across:/).waitFor()
})

test('the decision on one image is followed, and one that there is not is refused', async () => {
  await open('One decision')
  const turns = page.getByRole('table', { name: 'Changes of mind' })
  await turns.getByRole('cell', { name: 'before the first epoch' }).waitFor()
  await press('Next image')
  await expect
    .poll(() => page.getByRole('textbox', { name: 'Image of the part, from 0' }).inputValue())
    .toBe('1')
  await turns.waitFor()
  await page.getByRole('textbox', { name: 'Image of the part, from 0' }).fill('100')
  await page.keyboard.press('Enter')
  await page.getByText(/expected 0 to 99/).waitFor()
})

test('what a unit likes most is found', async () => {
  await open('Likes most')
  await page.getByRole('group', { name: 'Layer' }).getByRole('button', { name: 'Output' }).click()
  await page.getByRole('textbox', { name: 'Unit, from 1' }).fill('8')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Output, unit 8' }).waitFor()
  await page.getByText(/the first 100 validation images/).waitFor()
  await expect.poll(() => page.getByRole('img', { name: /^Image \d+, a \d$/ }).count()).toBe(24)
})
