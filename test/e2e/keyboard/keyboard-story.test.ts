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
  const dismiss = page.getByRole('button', { name: 'Dismiss this message' })
  // Electron's message has a button before it, which shows the file in its folder.
  const hasMessageFocus = (): Promise<boolean> =>
    dismiss.evaluate((button) => button.parentElement!.contains(document.activeElement))
  await dismiss.waitFor()
  await user.press('F6')
  await expect.poll(hasMessageFocus).toBe(true)
  await user.press('F6')
  await expect.poll(hasMessageFocus).toBe(false)
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

test('gives the focus back to a list’s button once something is chosen, in the place and in a dialog', async () => {
  await skipToThePlace()
  const activation = page.getByRole('combobox', { name: 'Hidden 1: activation' })
  await user.tabTo(activation)
  await user.press('Enter', 'ArrowDown', 'Enter')
  await activation.filter({ hasText: 'Tanh' }).waitFor()
  expect(await hasFocus(activation)).toBe(true)

  await runCommand(page, 'Sweep over many values')
  const dialog = page.getByRole('dialog', { name: 'Sweep', exact: true })
  const kind = dialog.getByRole('combobox', { name: 'Kind of values' })
  await user.tabTo(kind)
  await user.press('Enter', 'Home', 'Enter')
  await kind.filter({ hasText: /^Values$/ }).waitFor()
  expect(await hasFocus(kind)).toBe(true)
  await user.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await expect.poll(() => hasFocus(activation)).toBe(true)
})

test('does with Ctrl+Enter what a dialog is for, and trains nothing behind it', async () => {
  await skipToThePlace()
  await user.tabTo(field('epochs'))
  await page.keyboard.press('Control+a')
  await user.type('1')
  await runCommand(page, 'Open a link')
  const link = page.getByRole('dialog', { name: 'Open a link to a recipe' })
  await link.waitFor()
  await expect.poll(() => hasFocus(link.getByRole('textbox', { name: 'Link' }))).toBe(true)
  await user.press('Control+Enter', 'Escape')
  await link.waitFor({ state: 'detached' })

  await runCommand(page, 'Sweep over many values')
  const sweep = page.getByRole('dialog', { name: 'Sweep', exact: true })
  await sweep.getByRole('button', { name: /^Start \d+ runs$/ }).waitFor()
  await page.keyboard.press('Control+Enter')
  await heading('Sweeps').waitFor()
  await page
    .getByText(/^Completed · best/)
    .first()
    .waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await heading('Runs').waitFor()
  await page
    .getByRole('row', { name: /Sweep 1/ })
    .first()
    .waitFor()
  // A training behind the dialogs would have one epoch too, and no name of a sweep.
  const trained = page.getByRole('row').filter({ hasText: '1/1' })
  expect(await trained.filter({ hasText: 'Sweep 1' }).count()).toBeGreaterThan(0)
  expect(await trained.filter({ hasNotText: 'Sweep 1' }).count()).toBe(0)
})

test('goes with F6 from the form to the next steps and back, and selects with Ctrl+A no text of the window', async () => {
  await skipToThePlace()
  await user.tabTo(field('epochs'))
  await page.keyboard.press('Control+a')
  await user.type('1')
  await user.press('Control+Enter')
  await page.getByText('Finished 1 epoch').waitFor()
  // Messages come first, and are gone after a while.
  await page.getByRole('button', { name: 'Dismiss this message' }).waitFor({ state: 'detached' })
  const draw = page.getByRole('button', { name: 'Draw a digit' })
  await user.press('F6')
  expect(await hasFocus(draw)).toBe(true)
  const selected = () => page.evaluate(() => String(getSelection()))
  await user.press('Control+a')
  expect(await selected()).toBe('')
  await user.press('F6')
  expect(await hasFocus(field('epochs'))).toBe(true)

  await user.tabTo(page.getByLabel('Lines of the log'))
  await user.press('Control+a')
  expect(await selected()).toContain('Epoch 0')
  await page.keyboard.press('g')
  await user.press('r')
  await expect.poll(() => hasFocus(heading('Runs'))).toBe(true)
  const boxes = page.getByRole('checkbox', { name: /^Select (?!all)/ })
  await boxes.first().waitFor()
  await user.press('Control+a')
  await expect
    .poll(async () => (await boxes.count()) > 0 && (await boxes.and(page.locator(':not(:checked)')).count()))
    .toBe(0)
})
