import { expect, test } from 'vitest'
import { openPalette } from './command-palette.ts'
import { field, log, openAlone, useTinyDataSet } from './train-page.ts'

test('the hint of the Train button goes as a training starts, by mouse and by keyboard', async () => {
  const { page } = await openAlone()
  await useTinyDataSet(page)
  await field(page, 'epochs').fill('1')
  const train = page.getByRole('button', { name: 'Train', exact: true })
  const hint = page.getByText('Train a network with this recipe')
  const finished = page.locator('.outcome').getByText(/^Finished 1 epoch/)
  const runs = page.getByRole('button', { name: /^Current run/ })
  await train.hover()
  await hint.first().waitFor()
  await train.click()
  await finished.waitFor()
  expect(await hint.count()).toBe(0)

  const first = await runs.getAttribute('aria-label')
  await page.mouse.move(600, 300)
  await field(page, 'seed').fill('7')
  await train.hover()
  await hint.first().waitFor()
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect.poll(() => runs.getAttribute('aria-label')).not.toBe(first)
  await finished.waitFor()
  expect(await hint.count()).toBe(0)
})

test('pauses, steps by one epoch, stops and resumes', async () => {
  const { page } = await openAlone()
  // Pen digits: epochs long enough that the window is not busy with their events.
  await field(page, 'epochs').fill('100000')
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  await log(page).getByText('Epoch 0:').waitFor()
  await page.getByRole('button', { name: 'Pause' }).click()
  const resume = page.getByRole('button', { name: 'Resume' })
  await resume.waitFor()
  const linesOf = async (): Promise<number> => (await log(page).innerText()).split('\n').length

  const paused = await linesOf()
  await page.getByRole('button', { name: 'Step epoch' }).click()
  await log(page).getByText(`Epoch ${paused}:`).waitFor()
  await resume.waitFor()
  expect(await linesOf()).toBe(paused + 1)

  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await page.getByText(`Stopped after ${paused + 1} of 100000 epochs`).waitFor()
  await resume.click()
  await log(page)
    .getByText(`Epoch ${paused + 1}:`)
    .waitFor()
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await page.getByText(/Stopped after \d+ of 100000 epochs/).waitFor()
})

test('letter keys act on the training, but not while a list or a dialog has them', async () => {
  const { page } = await openAlone()
  // Pen digits: epochs long enough that the window is not busy with their events.
  await field(page, 'epochs').fill('100000')
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  await log(page).getByText('Epoch 0:').waitFor()
  await expect.poll(() => page.title()).toMatch(/^\d+\/100000 784-30-10 #1 – Backprop Workbench$/)

  await field(page, 'loss').focus()
  await page.keyboard.press('s')
  await openPalette(page)
  await page.keyboard.type('ps')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Pause' }).waitFor()

  await page.getByRole('heading', { name: 'Train', level: 1 }).click()
  await page.keyboard.press('p')
  await page.getByRole('button', { name: 'Resume' }).waitFor()
  await page.keyboard.press('s')
  await page.getByText(/Stopped after \d+ of 100000 epochs/).waitFor()
})
