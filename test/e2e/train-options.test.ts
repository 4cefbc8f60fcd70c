import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { describeCap } from '#shared/words/cap-words.ts'
import { openPalette } from './command-palette.ts'
import { choose, field, log, openAlone, useTinyDataSet } from './train-page.ts'

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

test('a message of a change that nobody asked for stays, and those behind it are listed', async () => {
  const workbench = await openAlone()
  const { page, problems } = workbench
  await page.clock.install()
  await choose(page, 'layers.0.activation', 'ReLU max(0, z)')
  const status = page.getByRole('contentinfo', { name: 'Status' })
  const followed = status.getByText(/learning rate is now 0\.5, which suit ReLU layers$/)
  await followed.waitFor()
  await page.clock.runFor(60_000)
  expect(await followed.isVisible()).toBe(true)

  await page.getByRole('button', { name: 'More recipe actions' }).click()
  await workbench.saveFile(() => page.getByRole('menuitem', { name: /Save .*file/ }).click())
  await status.getByText(/^Saved .*json$/).waitFor()
  await status.getByRole('button', { name: '1 more message' }).click()
  const list = page.getByRole('list', { name: 'Messages' })
  await expect.poll(() => list.getByRole('listitem').count()).toBe(2)
  // Nothing passes while somebody reads.
  await page.clock.runFor(60_000)
  await list.getByRole('button', { name: /^Dismiss: Saved/ }).click()
  await followed.waitFor()
  expect(await status.getByRole('button', { name: /more messages?$/ }).count()).toBe(0)

  await status.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => field(page, 'optimizer.learningRate').inputValue()).toBe('3')
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
    .getByRole('img', { name: /^That of \d, varied$/ })
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
