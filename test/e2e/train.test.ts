import { expect, test } from 'vitest'
import { openPalette } from './command-palette.ts'
import { choose, field, log, openAlone, useTinyDataSet } from './train-page.ts'

test('configures a network, trains it, and tells the result in the log, the charts and in words', async () => {
  const { page, problems } = await openAlone()
  await useTinyDataSet(page)
  await field(page, 'layers.0.units').fill('12')
  await field(page, 'epochs').fill('3')
  await page.getByText('502 parameters').waitFor()
  await page.getByRole('button', { name: 'Train', exact: true }).click()

  await page.getByText('Finished 3 epochs').waitFor()
  expect(await log(page).innerText()).toMatch(
    /^(Epoch [012]: (validation \d+\.\d\d %, )?test \d+\.\d\d % \(\d+ \/ 60\)(\n|$)){3}/,
  )
  for (const measure of ['Loss', 'Accuracy']) {
    const chart = page.getByRole('figure', { name: measure })
    await chart.getByRole('img').focus()
    await page.keyboard.press('End')
    await chart.getByText('Epoch 2', { exact: true }).waitFor()
  }
  expect(problems).toEqual([])
})

test('trains with batch norm, dropout, varied images and a schedule, ends by its stopping rule, and tells the layers’ state', async () => {
  const { page, problems } = await openAlone()
  await useTinyDataSet(page)
  await choose(page, 'layers.0.activation', 'GELU z weighted')
  await page
    .getByText(
      'The first weights are now He normal and the learning rate is now 0.5, which suit GELU layers',
      { exact: true },
    )
    .waitFor()
  await page.getByRole('button', { name: 'Hidden 1: batch norm and dropout' }).click()
  await field(page, 'layers.0.batchNorm').click()
  await field(page, 'layers.0.dropout').fill('1')
  await page.getByText('Dropout: expected a number from 0 up to, but not including, 1, got 1').waitFor()
  await field(page, 'layers.0.dropout').fill('0.1')
  await page.getByText('batch norm · dropout 0.1').waitFor()

  for (const section of ['Augmentation', 'Schedule', 'Stopping']) {
    await page.getByRole('button', { name: section }).click()
  }
  await field(page, 'data.augmentation').click()
  await page
    .getByRole('img', { name: /^The \d, varied$/ })
    .first()
    .waitFor()
  await choose(page, 'schedule.name', 'Exponential')
  await field(page, 'stopping.targetAccuracy').click()
  await field(page, 'stopping.targetAccuracy').fill('0.000001')
  await field(page, 'optimizer.learningRate').fill('0.1')
  await page.getByRole('button', { name: 'Train', exact: true }).click()

  await page.getByText(/^Ended by its stopping rule after \d+ of 30 epochs/).waitFor()
  // In few words first, of which a result that is no better than a guess takes the place of the reason.
  await page.getByRole('button', { name: 'More about the result' }).click()
  await page.getByText(/Reached the target: .* validation accuracy/).waitFor()
  const layers = page.getByRole('region', { name: 'Learning rate and layers' })
  await layers.getByRole('rowheader', { name: 'Hidden 1' }).waitFor()
  await layers.getByText(/healthy|neurons/).waitFor()
  expect(problems).toEqual([])
})

test('a diverging run stops with its reason', async () => {
  const { page } = await openAlone()
  await useTinyDataSet(page)
  await choose(page, 'layers.0.activation', 'Identity')
  await choose(page, 'layers.1.activation', 'Identity')
  await field(page, 'optimizer.learningRate').fill('1000')
  await page.keyboard.press('Control+Enter')
  await page.getByText('Stopped, because the numbers left their range').waitFor()
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
