import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { READER_RECIPE } from '../electron/backend/analysis/pictures/digit-reader.ts'
import { makeDigitPhoto, writePhoto } from '../electron/backend/analysis/pictures/digit-photos.ts'
import { dragFile } from './drag-file.ts'
import { type RunningWorkbench, startWorkbench } from './support.ts'
import { makeTrainedHome, type TrainedHome } from './trained-home.ts'
import { checkAndClose } from './check-and-close.ts'

const FIXTURES = fileURLToPath(new URL('../fixtures/pictures/', import.meta.url))

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

beforeAll(async () => {
  const data = { ...READER_RECIPE.data, dataSet: 'pen-digits-2', validationSize: 500, testSize: 500 }
  trained = await makeTrainedHome({ reader: { ...READER_RECIPE, data } })
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
  await page.getByRole('link', { name: 'Digits' }).click()
  await page.getByLabel(/^Drawing pad/).waitFor()
})

beforeEach(async () => {
  await page.keyboard.press('Escape')
  await expect.poll(answer).toBe('?')
})

checkAndClose(() => ({ workbench, trained }))

const answer = (): Promise<string | null> => page.locator('output').textContent()
const openPicture = (file: string): Promise<void> =>
  workbench.openFile(() => page.getByRole('button', { name: 'Open…' }).click(), file)

describe('pictures of digits', () => {
  it('are opened as files, each of the kinds that people have', async () => {
    const names = (await readdir(FIXTURES)).sort()
    expect(names).toHaveLength(5)
    for (const name of names) {
      await openPicture(join(FIXTURES, name))
      await page.getByLabel(`${name}, as the network sees it`).waitFor()
      await expect.poll(answer, { message: name }).toBe(name[0])
      await page.getByText(`${name}. Next in line:`).waitFor()
    }
  })

  it('are opened by the keyboard alone', async () => {
    const file = join(trained.home, 'phone.jpg')
    await writeFile(file, await writePhoto(makeDigitPhoto('ruled paper', 13), 'jpeg', 6))
    const button = page.getByRole('button', { name: 'Open…' })
    await button.focus()
    await workbench.openFile(() => page.keyboard.press('Enter'), file)
    await expect.poll(answer).toBe('3')
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)
    await page.keyboard.press('Escape')
    await expect.poll(answer).toBe('?')
  })

  it('are dropped on the place', async () => {
    const drop = await dragFile(page.getByLabel(/^Drawing pad/), join(FIXTURES, '7-in-a-thin-frame.png'))
    await drop()
    await expect.poll(answer).toBe('7')
  })

  it('are pasted from the clipboard', async () => {
    await workbench.clipboard.writePicture(await writePhoto(makeDigitPhoto('pencil', 10), 'png'))
    await page.getByLabel(/^Drawing pad/).focus()
    await page.keyboard.press('Control+v')
    await page.getByLabel('Pasted picture, as the network sees it').waitFor()
    await expect.poll(answer).toBe('0')
  })

  it('that cannot be read are refused beside the button, until the next try', async () => {
    const file = join(trained.home, 'IMG_1.HEIC')
    await writeFile(file, Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'))
    await openPicture(file)
    const problem = page.getByRole('alert').filter({ hasText: 'IMG_1.HEIC: expected PNG' })
    await problem.waitFor()
    expect(await answer()).toBe('?')
    await openPicture(join(FIXTURES, '1-uneven-light.png'))
    await expect.poll(answer).toBe('1')
    expect(await problem.count()).toBe(0)
  })

  it('give way to a drawing, which undo keeps', async () => {
    await openPicture(join(FIXTURES, '0-uneven-light.png'))
    await expect.poll(answer).toBe('0')
    const box = (await page.getByLabel(/^Drawing pad/).boundingBox())!
    await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.15 * box.height)
    await page.mouse.down()
    await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.85 * box.height, { steps: 6 })
    await page.mouse.up()
    await expect.poll(answer).toBe('1')
  })
})

describe('the pad by keyboard', () => {
  it('draws with arrow keys and Space', async () => {
    await page.getByRole('button', { name: 'Undo' }).focus()
    const pad = page.getByLabel(/^Drawing pad/)
    await page.keyboard.press('Shift+Tab')
    expect(await pad.evaluate((element) => element === document.activeElement)).toBe(true)
    const press = async (key: string, times: number): Promise<void> => {
      for (let k = 0; k < times; k++) await page.keyboard.press(key)
    }
    await page.getByText('Arrow keys move the pen, Space lowers it').waitFor()
    // From the middle to the left top corner of a seven; its bar; slanting down, two arrows held.
    await press('ArrowLeft', 5)
    await press('ArrowUp', 7)
    await page.keyboard.press(' ')
    await press('ArrowRight', 10)
    await page.keyboard.down('ArrowLeft')
    for (let k = 0; k < 5; k++) {
      await page.keyboard.down('ArrowDown')
      await page.keyboard.up('ArrowDown')
    }
    await page.keyboard.up('ArrowLeft')
    await press('ArrowDown', 9)
    await page.keyboard.press(' ')
    await expect.poll(answer).toBe('7')
    // The lifted pen leaves nothing.
    const seen = page.getByLabel('The image as the network sees it')
    const before = await seen.screenshot()
    await press('ArrowRight', 4)
    expect((await seen.screenshot()).equals(before)).toBe(true)
    await page.keyboard.press('Control+z')
    await expect.poll(answer).toBe('?')
  })

  it('is filled with a test image', async () => {
    await page.getByRole('button', { name: 'Test image' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText(/Test image [\d,]+ of Pen digits/).waitFor()
  })
})
