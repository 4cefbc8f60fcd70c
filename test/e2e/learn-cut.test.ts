import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openLearn } from './open-learn.ts'
import { overlappingTexts } from './overlapping-texts.ts'
import { smallRecipe } from './trained-home.ts'

let page: Page

openLearn(
  'microscope',
  async (opened) => {
    page = opened.page
    await openCut()
  },
  { lecture: smallRecipe(1) },
)

const network = () => page.getByRole('group', { name: 'The network' })
const cut = () => page.getByRole('group', { name: 'Cut through a run' })

/** Cuts through the run, and computes all numbers. */
async function openCut(): Promise<void> {
  await page.getByRole('combobox', { name: 'Scene' }).click()
  await page.getByRole('option', { name: 'Run: lecture' }).click()
  await cut().waitFor()
  await page.getByRole('button', { name: 'To the end' }).click()
}

/** Draws a single pixel of the image, the first. */
async function pickFirstPixel(): Promise<void> {
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
}

test('a run is cut: what is not drawn is a rest, and pixels can be picked', async () => {
  await network()
    .getByRole('button', { name: /^Rest: 781 inputs that are not drawn.*: (minus )?\d/ })
    .waitFor()
  await network()
    .getByRole('button', { name: /^Rest: 27 units that are not drawn.*: (minus )?\d/ })
    .waitFor()
  await pickFirstPixel()
  await network()
    .getByRole('button', { name: /^Input 1: 0.000/ })
    .waitFor()
})

test('no text of a cut lies on another, with names and without, whatever is chosen', async () => {
  const found: string[] = []
  for (const size of [
    { width: 1024, height: 640 },
    { width: 1280, height: 800 },
    { width: 1920, height: 1080 },
  ]) {
    await page.setViewportSize(size)
    for (const hasNames of [true, false]) {
      await page.getByRole('checkbox', { name: 'Names' }).setChecked(hasNames)
      for (const unit of [0, 1, 2]) {
        await network()
          .getByRole('button', { name: /^Output of hidden unit \d+:/ })
          .nth(unit)
          .focus()
        await page.keyboard.press('Enter')
        found.push(
          ...(await overlappingTexts(page)).map((text) => `${size.width}, ${hasNames}, ${unit}: ${text}`),
        )
      }
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  expect(found).toEqual([])
})

test('a rest shows its share in each drawn sum, and how much its weights learn', async () => {
  await pickFirstPixel()
  await network()
    .getByRole('button', { name: /^Rest: 783 inputs/ })
    // Its number lies above it, and takes the click for it.
    .click({ force: true })
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

test('the epoch of the weights is the one that stands for the run, and the cut says why', async () => {
  await cut()
    .getByText(/epoch 0, (best validation accuracy|lowest validation loss|the last); traced in float64/)
    .waitFor()
})

/** What a class's output is, in the picture; it is drawn where its class is wanted. */
const outputOf = (digit: string) =>
  network().getByRole('button', { name: new RegExp(`^Output ${Number(digit) + 1}: `) })

test('a drawing is an input, too: its answer is the one that Digits gives', async () => {
  await page.evaluate(() => (location.hash = '#/digits'))
  const pad = page.getByRole('application', { name: /^Drawing pad/ })
  await pad.focus()
  await page.keyboard.press('Space')
  for (let k = 0; k < 6; k++) await page.keyboard.press('ArrowDown')
  for (let k = 0; k < 4; k++) await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Space')
  await page.locator('table[aria-label="Outputs of the network"][aria-busy=false]').waitFor()
  const rows = await page
    .getByRole('table', { name: 'Outputs of the network' })
    .getByRole('row')
    .evaluateAll((all) =>
      all.map((row) => [
        row.querySelector('th')!.innerText,
        row.querySelector('.outputs-value')!.textContent,
      ]),
    )
  const [digit, answer] = rows.reduce((best, row) => (Number(row[1]) > Number(best[1]) ? row : best))
  expect(Number(answer)).toBeGreaterThan(0)

  await page.evaluate(() => (location.hash = '#/learn/microscope'))
  await cut().getByRole('button', { name: 'Drawing' }).click()
  await cut()
    .getByRole('img', { name: /^The drawing/ })
    .waitFor()
  await expect
    .poll(() => outputOf(digit!).getAttribute('aria-label'))
    .toMatch(new RegExp(`^Output \\d+: ${answer!.replace('.', '\\.')}`))
})

test('the pad of the cut draws by pointer and keys, and the numbers follow', async () => {
  const divergence = network().getByRole('button', { name: /^Divergence/ })
  // Where nothing was drawn yet, the pad opens by itself.
  await cut().getByRole('button', { name: 'Drawing' }).click()
  await page.getByRole('dialog', { name: 'Draw…' }).waitFor()
  await network()
    .getByRole('button', { name: /^Rest: 781 inputs.*: 0\.000/ })
    .waitFor()
  await page.keyboard.press('Escape')
  const before = await divergence.getAttribute('aria-label')
  await cut().getByRole('combobox', { name: 'Wanted class of the drawing' }).click()
  await page.getByRole('option', { name: '8', exact: true }).click()
  await expect.poll(() => divergence.getAttribute('aria-label')).not.toBe(before)
  await outputOf('8').waitFor()
  const wanted = await divergence.getAttribute('aria-label')

  await cut().getByRole('button', { name: 'Draw…' }).click()
  const drawing = page.getByRole('dialog', { name: 'Draw…' })
  const pad = drawing.getByRole('application', { name: /^Drawing pad/ })
  const box = (await pad.boundingBox())!
  await page.mouse.move(box.x + 0.2 * box.width, box.y + 0.2 * box.height)
  await page.mouse.down()
  await page.mouse.move(box.x + 0.8 * box.width, box.y + 0.2 * box.height, { steps: 3 })
  await page.mouse.up()
  await expect.poll(() => divergence.getAttribute('aria-label')).not.toBe(wanted)
  await pad.focus()
  await page.keyboard.press('ControlOrMeta+z')
  await expect.poll(() => divergence.getAttribute('aria-label')).toBe(wanted)
  for (const key of ['Space', 'ArrowDown', 'ArrowDown', 'Space']) await page.keyboard.press(key)
  await expect.poll(() => divergence.getAttribute('aria-label')).not.toBe(wanted)
  // An empty pad is an image whose pixels are all background.
  await drawing.getByRole('button', { name: 'Clear' }).click()
  await network()
    .getByRole('button', { name: /^Rest: 781 inputs.*: 0\.000/ })
    .waitFor()
  await page.keyboard.press('Escape')
  await drawing.waitFor({ state: 'hidden' })
  await cut().getByRole('button', { name: 'Test', exact: true }).click()
  await cut().getByRole('textbox', { name: 'Image of the part, from 0' }).waitFor()
  await cut()
    .getByRole('img', { name: /^The image/ })
    .waitFor()
})
