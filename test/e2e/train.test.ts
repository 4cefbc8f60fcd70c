import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { describeCap } from '#shared/words/cap-words.ts'
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
  await page.getByText(/Reached the target: .* validation accuracy/).waitFor()
  const layers = page.getByRole('region', { name: 'Learning rate and layers' })
  await layers.getByRole('rowheader', { name: 'Hidden 1' }).waitFor()
  await layers.getByText(/healthy|neurons/).waitFor()
  expect(problems).toEqual([])
})

test('trains with the engine that is chosen, and remembers the threads that are set', async () => {
  const { page, problems } = await openAlone()
  await useTinyDataSet(page)
  await page.getByRole('button', { name: 'Computation' }).click()
  await choose(page, 'engine', 'Exact (64-bit)')
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByLabel('Threads per training').click()
  await page.getByRole('option', { name: '1', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  await page.getByText(/^Finished 30 epochs in/).waitFor()
  await page.getByRole('definition').filter({ hasText: 'Exact (64-bit)' }).waitFor()

  await page.reload()
  await page.getByRole('button', { name: 'Settings' }).click()
  expect(await page.getByLabel('Threads per training').innerText()).toBe('1')
  expect(await page.getByText('asked for: this machine has').count()).toBe(0)

  // As on a machine with fewer cores than the one on which they were set.
  await page.evaluate(() => localStorage.setItem('backprop.threads', '256'))
  await page.reload()
  await page.getByRole('button', { name: 'Settings' }).click()
  const cap = describeCap(256, availableParallelism())!
  await page
    .getByRole('status')
    .filter({ hasText: `Each training ${cap}.` })
    .waitFor()
  await page.getByLabel('Threads per training').click()
  await page.getByRole('option', { name: '1', exact: true }).click()
  await page.getByText('asked for: this machine has').waitFor({ state: 'detached' })
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
