import { beforeAll, beforeEach, expect, test } from 'vitest'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { checkAndClose } from '../check-and-close.ts'
import { runCommand } from '../command-palette.ts'
import { startWorkbench, type RunningWorkbench } from '../support.ts'
import { SLOWNESS } from '../../slowness.ts'
import { hasFocus, KeyboardUser } from './keyboard.ts'

const RECIPE: Recipe = {
  ...LECTURE_RECIPE,
  data: { ...LECTURE_RECIPE.data, trainSize: 1000, validationSize: 200, testSize: 200 },
  epochs: 2,
}

let workbench: RunningWorkbench
let page: RunningWorkbench['page']
let user: KeyboardUser

beforeAll(async () => {
  // 1280 × 960 at 200 %.
  workbench = await startWorkbench({ viewport: { width: 640, height: 480 } })
  page = workbench.page
  user = new KeyboardUser(page)
})
beforeEach(async () => {
  await page.evaluate((draft) => {
    localStorage.setItem('backprop.recipeDraft', draft)
    location.hash = '#/train'
  }, JSON.stringify(RECIPE))
  await page.reload()
  await heading('Train').waitFor()
})
checkAndClose(() => ({ workbench }))

const heading = (name: string) => page.getByRole('heading', { name, level: 1, exact: true })
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
const dialog = (name: string | RegExp) => page.getByRole('dialog', { name })
const field = (name: string) =>
  page.locator(`[data-field="${name}"] input, input[data-field="${name}"]`).first()
const column = (name: string) => page.getByRole('group', { name: 'Columns' }).getByRole('button', { name })

async function goTo(letter: string, name: string): Promise<void> {
  await user.leaveField()
  await page.keyboard.press('g')
  await user.press(letter)
  await expect.poll(() => hasFocus(heading(name))).toBe(true)
}

/** Changes a field and trains. */
async function trainWith(path: string, value: string, name: string): Promise<void> {
  // Its name has the focus since the training before it took the form's place.
  await user.tabTo(column('Recipe'), 'Shift+Tab')
  await user.press('Enter')
  await user.tabTo(field(path))
  await page.keyboard.press('Control+a')
  await user.type(value)
  await user.press('Control+Enter')
  await page.getByLabel('Current run').filter({ hasText: name }).waitFor()
  await page.getByText('Finished 2 epochs').waitFor()
  await expect.poll(() => hasFocus(column('Charts'))).toBe(true)
}

async function trainThree(): Promise<void> {
  // The window says which keys train.
  await page.getByText('Ctrl+Enter trains').waitFor()
  await user.tabTo(field('epochs'))
  await user.press('Control+Enter')
  await page.getByText('Finished 2 epochs').waitFor()
  await expect.poll(() => hasFocus(column('Charts'))).toBe(true)
  await trainWith('layers.0.units', '20', '784-20-10')
  await trainWith('batchSize', '20', '784-20-10 #2')
}

async function compareAll(): Promise<void> {
  await goTo('r', 'Runs')
  await user.press('Control+a')
  await user.tabTo(button('Compare'))
  await user.press('Enter')
  await page.getByRole('table', { name: 'Results and settings' }).waitFor()
  await user.tabTo(page.getByRole('img', { name: /^Accuracy by epoch/ }))
  await user.press('End')
  await user.tabTo(page.getByRole('group', { name: 'Side by side' }))
}

async function sweepSeeds(): Promise<void> {
  await runCommand(page, 'Sweep over many values')
  await user.tabTo(button('Vary another field'))
  await user.press('Enter')
  // The row that goes hands the focus to the same button of the one that is left.
  await user.tabTo(button('Vary Learning rate no more'), 'Shift+Tab')
  await user.press('Enter')
  await expect.poll(() => hasFocus(button('Vary Seed no more'))).toBe(true)
  await button('Start 3 runs').waitFor()
  await user.press('Control+Enter')
  await page.getByText('Completed · 3 of 3 runs done').waitFor()
  await user.tabTo(button('Use the best as recipe'))
}

// One story: each step begins where the one before it has left the focus.
test(
  'in a window of 640 × 480 three networks are trained and compared, and a sweep run, by keys alone',
  { timeout: 400_000 * SLOWNESS },
  async () => {
    await trainThree()
    await compareAll()
    await sweepSeeds()
  },
)

test('says in sight what is wrong with each number of the form, and leads to the first of them', async () => {
  if (await column('Recipe').isVisible()) {
    await user.tabTo(column('Recipe'))
    await user.press('Enter')
  }
  const recipe = page.getByRole('region', { name: 'Recipe' })
  const folded = recipe.locator('button[aria-expanded=false]:not([aria-haspopup], [role=combobox])')
  while ((await folded.count()) > 0) await folded.first().click()
  const attention = button(/fields? needs? attention/)
  await field('optimizer.learningRate').focus()
  let count = 0
  while (!(await hasFocus(attention))) {
    if (await hasFocus(recipe.locator('input[inputmode=decimal]'))) {
      await page.keyboard.press('Control+a')
      await user.type('-7x')
      count++
      await expect.poll(() => page.evaluate(findHiddenMessage)).toBeNull()
    }
    await page.keyboard.press('Tab')
  }
  expect(count).toBeGreaterThan(12)
  await user.press('Enter')
  await expect.poll(() => hasFocus(field('optimizer.learningRate'))).toBe(true)

  // What is varied keeps its name over a recipe with a mistake.
  await runCommand(page, 'Sweep over many values')
  const sweep = dialog('Sweep')
  await sweep.getByText(/^Learning rate: expected a number|^Training images: expected/).waitFor()
  await expect
    .poll(() => sweep.getByRole('combobox', { name: 'Field' }).first().textContent())
    .toMatch(/^[A-Z]/)
  await user.press('Escape')
  await sweep.waitFor({ state: 'detached' })
  await runCommand(page, 'What if')
  await dialog('What if …').getByRole('combobox').filter({ hasText: 'Learning rate' }).waitFor()
  await user.press('Escape')
})

/** Why nobody reads what is wrong with the field that has the focus; null where it is seen. It runs in the page. */
function findHiddenMessage(): string | null {
  const name = document.activeElement?.closest('[data-field]')?.getAttribute('data-field')
  const message = document.activeElement
    ?.closest('.has-message')
    ?.querySelector('[role=alert], .recipe-field-error')
  if (message == null) return `${name}: no message`
  const { left, top, bottom } = message.getBoundingClientRect()
  const isSeen = [top + 2, bottom - 2].every((y) => {
    const hit = document.elementFromPoint(left + 4, y)
    return hit !== null && (message.contains(hit) || hit.contains(message))
  })
  return isSeen ? null : `${name}: its message is hidden`
}
