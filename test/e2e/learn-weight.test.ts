import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { LEARN_VIEWS } from '../../renderer/model/learn/learn-views.ts'
import { checkAndClose } from './check-and-close.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'

let workbench: RunningWorkbench
let page: RunningWorkbench['page']

beforeAll(async () => {
  workbench = await startWorkbench()
  page = workbench.page
  page.on('request', (request) => {
    const file = new URL(request.url()).pathname
    if (/\.(js|css)$/.test(file)) loaded.add(file)
  })
  await page.reload()
  await page.getByRole('heading', { name: 'Train', level: 1 }).waitFor()
})

checkAndClose(() => ({ workbench }))

/** What every view of Learn together may take, in bytes of gzip. */
const MOST_BYTES = 300_000

/** Paths of the scripts and styles that the window has asked for; Electron's own scheme is not in the page's own record of them. */
const loaded = new Set<string>()

const weigh = (file: string): number =>
  gzipSync(readFileSync(new URL(`../../dist/renderer${file}`, import.meta.url))).length

test('other places load nothing of Learn, and all of its views together are small', async () => {
  for (const place of ['Runs', 'Sweeps', 'Digits', 'Inspect', 'Data', 'Train']) {
    await page.evaluate((name) => (location.hash = `#/${name.toLowerCase()}`), place)
    await page.getByRole('heading', { name: place, level: 1 }).waitFor()
  }
  const before = new Set(loaded)
  expect(before.size).toBeGreaterThan(0)
  expect([...before].filter((file) => /Learn|katex|mathjs|Microscope/.test(file))).toEqual([])
  for (const { id, label } of LEARN_VIEWS) {
    await page.evaluate((view) => (location.hash = `#/learn/${view}`), id)
    await page
      .getByRole('group', { name: 'Views' })
      .getByRole('button', { name: label, exact: true, pressed: true })
      .waitFor()
    // Each view's own file is there once it shows something beside the tabs.
    await expect
      .poll(() => page.evaluate(() => document.querySelector('main')!.innerText.length))
      .toBeGreaterThan(100)
  }
  const added = [...loaded].filter((file) => !before.has(file))
  expect(added.some((file) => file.includes('LearnMicroscope'))).toBe(true)
  const bytes = added.reduce((sum, file) => sum + weigh(file), 0)
  expect(bytes).toBeLessThan(MOST_BYTES)
})
