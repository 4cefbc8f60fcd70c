import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { checkAndClose } from './check-and-close.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { makeSweptHome, openSweep, sweptRows } from './sweep-page.ts'
import type { TrainedHome } from './trained-home.ts'

let trained: TrainedHome
let workbench: RunningWorkbench
let page: RunningWorkbench['page']

beforeAll(async () => {
  trained = await makeSweptHome()
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
})

beforeEach(() => openSweep(page))

checkAndClose(() => ({ workbench, trained }))

describe('a sweep', () => {
  it.each([
    { width: 640, height: 480, axis: 170, plot: 232 },
    { width: 1280, height: 800, axis: 222, plot: 246 },
    { width: 1366, height: 768, axis: 170, plot: 232 },
    { width: 1440, height: 900, axis: 280, plot: 260 },
    { width: 1920, height: 1080, axis: 500, plot: 260 },
    { width: 3840, height: 2160, axis: 500, plot: 260 },
  ])('keeps its charts high below its verdict at $width × $height', async ({ width, height, axis, plot }) => {
    await page.setViewportSize({ width, height })
    await page.waitForFunction((wanted) => innerHeight === wanted, height)
    await page.getByRole('region', { name: 'What the sweep says' }).waitFor()
    const parallel = page.locator('.parallel .axis').first()
    const scatter = page.getByRole('img', { name: /^Best validation accuracy against / })
    const heightOf = async (part: typeof scatter) => (await part.boundingBox())!.height
    await expect.poll(() => heightOf(parallel)).toBeGreaterThanOrEqual(axis)
    await expect.poll(() => heightOf(scatter)).toBeGreaterThanOrEqual(plot)
    await page
      .getByRole('group', { name: 'Colours' })
      .getByText(/^worst [\d.]+\s%$/)
      .waitFor()
    for (const name of ['Vertical axis', 'Horizontal axis']) {
      const label = page.getByRole('combobox', { name }).locator('span').first()
      expect(await label.evaluate((text) => text.scrollWidth - text.clientWidth), name).toBeLessThanOrEqual(0)
    }
    if (width >= 1280) {
      // What is pointed at in one is marked in the others, so all are to be seen at once: nothing has to be scrolled to.
      const details = page.locator('.details')
      await expect.poll(() => details.evaluate((box) => box.scrollHeight - box.clientHeight)).toBe(0)
    }
    await page.setViewportSize({ width: 1280, height: 800 })
    await expect.poll(() => heightOf(parallel)).toBeLessThan(260)
  })

  it('shows the scatter beside the table, whole, with the row of a dot in sight', async () => {
    const table = page.getByRole('region', { name: 'Runs of the sweep' })
    const scatter = page.getByRole('img', { name: / against / })
    await sweptRows(page).last().scrollIntoViewIfNeeded()
    await scatter.scrollIntoViewIfNeeded()
    const [right, left] = [(await table.boundingBox())!, (await scatter.boundingBox())!]
    expect(left.x + left.width).toBeLessThanOrEqual(right.x)
    expect(Math.abs(right.y + right.height - left.y - left.height)).toBeLessThan(40)
    expect(left.width).toBeGreaterThan(280)
    // The last row in a table that is too low for all: its dot brings it back.
    await table.evaluate((box) => {
      Object.assign(box.style, { height: '100px', minHeight: '0' })
      box.scrollTop = 0
    })
    const isInSight = (): Promise<boolean> =>
      table.evaluate((box) => {
        const row = box.querySelector('tr.is-hovered')?.getBoundingClientRect()
        const { bottom } = box.getBoundingClientRect()
        const head = box.querySelector('thead')!.getBoundingClientRect()
        return row !== undefined && row.top >= head.bottom - 1 && row.bottom <= bottom + 1
      })
    // Over the whole plot, until a dot is met whose row lies below the others.
    let hasScrolled = false
    for (let y = left.height - 40; y > 10 && !hasScrolled; y -= 8) {
      for (let x = 50; x < left.width && !hasScrolled; x += 10) {
        await page.mouse.move(left.x + x, left.y + y)
        if ((await table.locator('tr.is-hovered').count()) === 0) continue
        await expect.poll(isInSight).toBe(true)
        hasScrolled = await table.evaluate((box) => box.scrollTop > 0)
      }
    }
    expect(hasScrolled).toBe(true)
    await page.mouse.move(5, 5)
    await table.evaluate((box) => box.removeAttribute('style'))
  })
})
