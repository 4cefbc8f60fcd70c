import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkAndClose } from './check-and-close.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { makeTrainedHome, smallRecipe, type TrainedHome } from './trained-home.ts'

let workbench: RunningWorkbench
let page: RunningWorkbench['page']
let trained: TrainedHome

beforeAll(async () => {
  trained = await makeTrainedHome({ lecture: smallRecipe(1) })
  workbench = await startWorkbench({ home: trained.home })
  page = workbench.page
  await page.evaluate(() => (location.hash = '#/learn/microscope'))
  await network().waitFor()
}, 60_000)
checkAndClose(() => ({ workbench }))
afterAll(() => trained.remove())

const network = () => page.getByRole('group', { name: 'The network' })
const cut = () => page.getByRole('group', { name: 'Cut through a run' })

test('a run is cut: what is not drawn is a rest, and pixels can be picked', async () => {
  await page.getByRole('combobox', { name: 'Scene' }).click()
  await page.getByRole('option', { name: 'Run: lecture' }).click()
  await cut().waitFor()
  await page.getByRole('button', { name: 'To the end' }).click()
  await network()
    .getByRole('button', { name: /^Rest: 781 inputs that are not drawn.*: (minus )?\d/ })
    .waitFor()
  await network()
    .getByRole('button', { name: /^Rest: 27 units that are not drawn.*: (minus )?\d/ })
    .waitFor()
  await network()
    .getByRole('button', { name: /^Output of hidden unit \d+:/ })
    .first()
    .focus()
  await page.keyboard.press('Enter')
  await cut()
    .getByRole('img')
    .click({ position: { x: 1, y: 1 } })
  await network()
    .getByRole('button', { name: /^Rest: 783 inputs/ })
    .waitFor()
  await network()
    .getByRole('button', { name: /^Input 1: 0.000/ })
    .waitFor()
})

test('a rest shows its share in each drawn sum, and how much its weights learn', async () => {
  await network()
    .getByRole('button', { name: /^Rest: 783 inputs/ })
    .click()
  const rest = page.getByRole('region', { name: 'Rest: 783 inputs that are not drawn' })
  await rest.waitFor()
  const numbers = await rest
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) =>
        Array.from(row.querySelectorAll('td'), (cell) => Number(cell.title.replace('−', '-'))),
      ),
    )
  // One pixel, the rest, the bias and the sum, of three hidden units.
  expect(numbers.map((row) => row.length)).toEqual([3, 3, 3, 3])
  const [shown, others, bias, total] = numbers as [number[], number[], number[], number[]]
  for (const k of total.keys()) {
    const scale = Math.abs(shown[k]!) + Math.abs(others[k]!) + Math.abs(bias[k]!)
    expect(others[k]).not.toBe(0)
    expect(Math.abs(shown[k]! + others[k]! + bias[k]! - total[k]!)).toBeLessThanOrEqual(1e-12 * (1 + scale))
  }
  const slopes = rest.getByRole('definition')
  expect(await slopes.count()).toBe(3)
  for (const each of await slopes.all()) {
    expect(await each.innerText()).toMatch(/^norm of 783: \S+/)
    const [norm, largest] = await each
      .locator('[title]')
      .evaluateAll((spans) => spans.map((span) => Number(span.getAttribute('title')!.replace('−', '-'))))
    // A unit that is off learns nothing, and has no largest slope.
    expect(Math.abs(largest ?? 0)).toBeLessThanOrEqual(norm!)
  }
  await rest
    .getByRole('button', { name: /^Look at the weight from input \d+ to hidden unit \d+$/ })
    .first()
    .click()
  await page.getByRole('heading', { name: /^weight from input \d+ to hidden unit \d+/ }).waitFor()
  await network()
    .getByRole('button', { name: /^Rest: 27 units/ })
    .focus()
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'Rest: 27 units that are not drawn' }).waitFor()
  await page.getByRole('button', { name: 'Mini-batch', exact: true }).click()
  // An image is not written out pixel by pixel.
  await page.getByRole('region', { name: 'Mini-batch' }).getByRole('cell', { name: '784 numbers' }).waitFor()
})

test('another image of another part is shown, and one that there is not is refused', async () => {
  await cut().getByRole('button', { name: 'Training' }).click()
  await expect
    .poll(() => cut().getByRole('button', { name: 'Training' }).getAttribute('aria-pressed'))
    .toBe('true')
  await cut().getByRole('textbox', { name: 'Image of the part, from 0' }).fill('500')
  await page.keyboard.press('Enter')
  await page.getByText(/expected 0 to 499/).waitFor()
})
