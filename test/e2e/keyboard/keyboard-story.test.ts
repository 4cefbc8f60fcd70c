import { beforeAll, beforeEach, expect, test } from 'vitest'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { checkAndClose } from '../check-and-close.ts'
import { openPalette, runCommand, takeOffered } from '../command-palette.ts'
import { startWorkbench, type RunningWorkbench } from '../support.ts'
import { hasFocus, KeyboardUser } from './keyboard.ts'

let workbench: RunningWorkbench
let page: RunningWorkbench['page']
let user: KeyboardUser

beforeAll(async () => {
  workbench = await startWorkbench()
  page = workbench.page
  user = new KeyboardUser(page)
})
beforeEach(async () => {
  const data = { ...LECTURE_RECIPE.data, trainSize: 1000, validationSize: 200, testSize: 200 }
  await page.evaluate(
    (draft) => {
      localStorage.setItem('backprop.recipeDraft', draft)
      location.hash = '#/train'
    },
    JSON.stringify({ ...LECTURE_RECIPE, data }),
  )
  await page.reload()
  await heading('Train').waitFor()
})
checkAndClose(() => ({ workbench }))

const heading = (name: string) => page.getByRole('heading', { name, level: 1, exact: true })
const field = (name: string) =>
  page.locator(`[data-field="${name}"] input, input[data-field="${name}"]`).first()

async function skipToThePlace(): Promise<void> {
  await user.press('Tab')
  await expect.poll(() => hasFocus(page.getByRole('button', { name: 'Skip to the place' }))).toBe(true)
  await user.press('Enter')
  await expect.poll(() => hasFocus(heading('Train'))).toBe(true)
}

async function configureAndTrain(): Promise<void> {
  await user.tabTo(field('layers.0.units'))
  await page.keyboard.press('Control+a')
  // Letters are text here, not a way to another place.
  await user.type('12gr')
  await user.press('Backspace', 'Backspace')
  expect(await field('layers.0.units').inputValue()).toBe('12')
  await user.tabTo(field('epochs'), 'Shift+Tab')
  await page.keyboard.press('Control+a')
  await user.type('2')
  await user.press('Control+Enter')
  await page.getByText('Finished 2 epochs').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByLabel('Current run').filter({ hasText: '#2' }).waitFor()
  await page.getByText('Finished 2 epochs').waitFor()
}

async function compareTwo(): Promise<void> {
  await user.leaveField()
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await heading('Runs').waitFor()
  await expect.poll(() => hasFocus(heading('Runs'))).toBe(true)
  await user.tabTo(page.locator('tr[tabindex="0"]'))
  await user.press('ArrowDown', 'Shift+ArrowUp')
  await expect.poll(() => page.getByRole('checkbox', { name: /^Select \d/, checked: true }).count()).toBe(2)
}

async function enlargeComparison(): Promise<void> {
  const table = page.getByRole('table', { name: 'Runs' })
  const compare = page.getByRole('button', { name: 'Compare', exact: true })
  await user.tabTo(compare, 'Shift+Tab')
  await user.press('Enter')
  await table.waitFor({ state: 'detached' })
  await page.getByRole('table', { name: 'Results and settings' }).waitFor()
  await user.tabTo(page.getByRole('img', { name: /^Accuracy by epoch/ }))
  await user.press('End')
  await page
    .getByText(/^Epoch 1\b/)
    .first()
    .waitFor({ state: 'attached' })
  await user.tabTo(compare, 'Shift+Tab')
  await user.press('Enter')
  await table.waitFor()
}

async function inspectRun(): Promise<void> {
  await page.keyboard.press('g')
  await user.press('i')
  await expect.poll(() => hasFocus(heading('Inspect'))).toBe(true)
  await user.tabTo(page.locator('[data-cell]'))
  await user.press('ArrowRight', 'ArrowDown', 'Enter')
  await page.getByRole('region', { name: /^Images of a 1/ }).waitFor()
}

async function readTestImage(): Promise<void> {
  await page.keyboard.press('g')
  await user.press('d')
  await expect.poll(() => hasFocus(heading('Digits'))).toBe(true)
  await user.tabTo(page.getByRole('button', { name: 'Test image' }))
  await user.press('Enter')
  await page.getByRole('img', { name: /^Test image, labelled/ }).waitFor()
}

async function exportWeights(): Promise<void> {
  const origin = page.getByRole('button', { name: 'Test image' })
  await openPalette(page)
  await user.type('Export the weights')
  await takeOffered(page, 'Export the weights')
  const dialog = page.getByRole('dialog', { name: /Export/ })
  await dialog.waitFor()
  await expect.poll(() => hasFocus(dialog.getByRole('slider', { name: 'Epoch' }))).toBe(true)
  await user.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await expect.poll(() => hasFocus(origin)).toBe(true)

  await openPalette(page)
  await user.type('Export the weights')
  await takeOffered(page, 'Export the weights')
  await user.tabTo(dialog.getByRole('button', { name: 'Export', exact: true }))
  const file = await workbench.saveFile(() => page.keyboard.press('Enter'))
  expect(Object.keys(JSON.parse(file.text) as object)).toContain('weights')
}

async function reachMessage(): Promise<void> {
  await page.getByRole('button', { name: 'Dismiss this message' }).waitFor()
  await user.press('F6')
  await expect.poll(() => hasFocus(page.getByRole('button', { name: 'Dismiss this message' }))).toBe(true)
  await user.press('F6')
  await expect.poll(() => hasFocus(page.getByRole('button', { name: 'Dismiss this message' }))).toBe(false)
}

// One story: each step begins where the one before it has left the focus.
test('from the first stop a network is trained, compared, inspected, asked and exported, by keys alone', async () => {
  await skipToThePlace()
  await configureAndTrain()
  await compareTwo()
  await enlargeComparison()
  await inspectRun()
  await readTestImage()
  await exportWeights()
  await reachMessage()
})

test('finds the focus of every dialog where its work begins, not on the button that closes it', async () => {
  await skipToThePlace()
  for (const [command, name, start] of [
    ['What if', 'What if …', { role: 'combobox', name: 'Field' }],
    ['Sweep over many values', 'Sweep', { role: 'combobox', name: 'Field' }],
    ['Open a link', 'Open a link to a recipe', { role: 'textbox', name: 'Link' }],
    ['Show all keys', 'Keys', { role: 'region', name: 'List of keys' }],
    ['Settings', 'Settings', { role: 'button', name: 'System' }],
  ] as const) {
    await runCommand(page, command)
    const dialog = page.getByRole('dialog', { name, exact: true })
    await dialog.waitFor()
    await expect
      .poll(() => hasFocus(dialog.getByRole(start.role, { name: start.name })), { message: name })
      .toBe(true)
    await user.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => hasFocus(heading('Train')), { message: `after ${name}` }).toBe(true)
  }
})

test('reads all keys, and returns', async () => {
  await user.press('?')
  const keys = page.getByRole('dialog', { name: 'Keys' })
  await keys.getByText('Every action by its name').waitFor()
  await user.press('Escape')
  await keys.waitFor({ state: 'detached' })
  await user.press('Tab')
})
