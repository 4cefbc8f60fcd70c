import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openLearn } from './open-learn.ts'
import { overlappingTexts } from './overlapping-texts.ts'

let page: Page

openLearn('microscope', async (opened) => {
  page = opened.page
  await network().waitFor()
})

const network = () => page.getByRole('group', { name: 'The network' })
const place = (name: string | RegExp) => network().getByRole('button', { name })
const values = () => page.getByRole('complementary', { name: 'Chosen value' })

test('steps compute one number after the other, and back takes them away', async () => {
  await place('Sum of hidden unit 1: not computed yet.').waitFor()
  await page.getByRole('button', { name: 'One step on' }).click()
  await place('Sum of hidden unit 1: 0.400.').waitFor()
  await page.getByRole('button', { name: 'To the end' }).click()
  await place('Divergence: 0.167.').waitFor()
  await place(
    /^Weight from input 1 to hidden unit 1: 0.500. Slope of the divergence by it: minus 0.049./,
  ).waitFor()
  await page.getByRole('button', { name: 'To the start' }).click()
  await place('Divergence: not computed yet.').waitFor()
})

test('by keys alone: a weight is reached, edited, and the edit undone, done again and undone', async () => {
  await place(/^Input 1:/).focus()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('e')
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
  await page.keyboard.type('0')
  await page.keyboard.press('Enter')
  await place(/^Weight from input 1 to hidden unit 1: 0.000/).waitFor()
  await place('Sum of hidden unit 1: minus 0.100.')
    .or(place(/^Sum of hidden unit 1: minus 0.100/))
    .waitFor()
  await page.keyboard.press('Control+z')
  await place(/^Weight from input 1 to hidden unit 1: 0.500/).waitFor()
  await page.keyboard.press('Control+Shift+z')
  await place(/^Weight from input 1 to hidden unit 1: 0.000/).waitFor()
  await page.keyboard.press('Control+z')
  await place(/^Weight from input 1 to hidden unit 1: 0.500/).waitFor()
})

test('a click on a name or number chooses what it names, where lines cross and in a small window, too', async () => {
  await page.setViewportSize({ width: 1024, height: 640 })
  await page.getByRole('checkbox', { name: 'Names' }).check()
  const pressed = network().locator('[aria-pressed=true]')
  const labels = await network().locator('[data-of]').all()
  expect(labels.length).toBe(25)
  const missed: string[] = []
  for (const label of labels) {
    const of = (await label.getAttribute('data-of'))!
    for (const text of await label.locator('.name, .symbol, .number').all()) {
      const box = await text.boundingBox()
      if (box === null || (await text.textContent())!.trim() === '') continue
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
      const chosen = await pressed.getAttribute('data-id')
      if (chosen !== of) missed.push(`${(await text.textContent())!.trim()} of ${of} chose ${chosen}`)
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  expect(missed).toEqual([])
  // Tab comes to the picture once, and goes on behind it.
  const at = () => page.evaluate(() => document.activeElement?.closest('[aria-label="The network"]') !== null)
  await page.getByRole('checkbox', { name: 'Names' }).focus()
  const stops: boolean[] = []
  for (let k = 0; k < 5; k++) {
    await page.keyboard.press('Tab')
    stops.push(await at())
  }
  expect(stops.filter(Boolean)).toHaveLength(1)
})

test('no text of the picture lies on another, with names in every notation and with all derivatives', async () => {
  const found: string[] = []
  const choose = async (name: string, option: string): Promise<void> => {
    await page.getByRole('combobox', { name }).click()
    await page.getByRole('option', { name: option }).click()
  }
  for (const scene of ['tiny 2-2-2', 'XOR 2-2-1', '4-5-4-3']) {
    await choose('Scene', scene)
    for (const end of ['To the start', 'To the end']) {
      const button = page.getByRole('button', { name: end })
      if (await button.isEnabled()) await button.click()
      for (const hasNames of [true, false]) {
        await page.getByRole('checkbox', { name: 'Names' }).setChecked(hasNames)
        for (const view of ['Folded', 'Expanded']) {
          await page.getByRole('button', { name: view, exact: true }).click()
          for (const notation of hasNames ? ['Lecture', 'Book', 'PyTorch', 'network.py'] : ['Lecture']) {
            const notations = page.getByRole('group', { name: 'Notation' })
            await notations.getByRole('button', { name: notation, exact: true }).click()
            for (const [width, height] of [
              [1024, 640],
              [1280, 800],
              [1920, 1080],
            ] as const) {
              await page.setViewportSize({ width, height })
              const where = `${scene}, ${end}, ${view}, ${notation}, ${width}`
              found.push(...(await overlappingTexts(page)).map((text) => `${where}: ${text}`))
            }
          }
        }
      }
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  expect(found).toEqual([])
})

test('an update is foretold and taken, and the mini-batch shows it', async () => {
  await page.getByRole('button', { name: 'Mini-batch', exact: true }).click()
  const batch = page.getByRole('region', { name: 'Mini-batch' })
  const foretold = await batch.locator('tbody td').nth(4).innerText()
  await batch.getByRole('button', { name: 'Take 1 update' }).click()
  await expect.poll(() => batch.locator('tbody td').nth(3).innerText()).toBe(foretold)
  await values().waitFor()
})

test('a weight has a formula, its ways to the divergence, a nudge and a difference quotient', async () => {
  await page.getByRole('combobox', { name: 'Scene' }).click()
  await page.getByRole('option', { name: 'tiny 2-2-2' }).click()
  await page.getByRole('button', { name: 'To the end' }).click()
  await place(/^Weight from input 1 to hidden unit 1/).focus()
  await page.keyboard.press('Enter')
  await values()
    .getByRole('img', { name: / is derivative of Div by z of layer 1, unit 1 times x 1$/ })
    .waitFor()
  const ways = values().getByRole('region', { name: 'Ways to the divergence' })
  await ways.getByRole('button', { name: /= −0.02596$/ }).click()
  await ways.getByRole('button', { name: /= −0.02306$/ }).waitFor()
  await expect.poll(() => network().locator('.is-on-path').count()).toBeGreaterThan(6)
  const nudge = values().getByRole('region', { name: 'A small nudge' })
  await nudge.getByRole('textbox', { name: 'Nudge' }).fill('1')
  await page.keyboard.press('Enter')
  await nudge.getByText(/^The prediction for Div is off by 29\.\d+ %\.$/).waitFor()
  const quotient = values().getByRole('region', { name: 'Difference quotient' })
  await quotient.getByRole('img', { name: /float64 is best at 10⁻⁵, float32 is best at 10⁻²/ }).waitFor()
})

test('axe finds nothing', async () => {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'))
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    return (await axe.run()).violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
    )
  })
  expect(found).toEqual([])
})
