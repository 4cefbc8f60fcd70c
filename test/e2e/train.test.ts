import { expect, test } from 'vitest'
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
