import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { readAssignment, readKey, type Work } from '#core/assignment/assignment.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { checkAndClose } from './check-and-close.ts'
import { dragFile } from './drag-file.ts'
import { findAxeFaults } from './find-axe-faults.ts'
import { makeHandedIn, type HandedIn } from './handed-in.ts'
import { KeyboardUser } from './keyboard/keyboard.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'

let workbench: RunningWorkbench
let page: RunningWorkbench['page']
let files: HandedIn
const inFolder = (name: string): string => path.join(files.folder, name)

beforeAll(async () => {
  files = await makeHandedIn()
  workbench = await startWorkbench()
  page = workbench.page
  await page.getByRole('heading', { name: 'Train', level: 1 }).waitFor()
})
checkAndClose(() => ({ workbench }))
afterAll(() => files.remove())

// Each test begins as a person who never opened an assignment.
beforeEach(async () => {
  await page.evaluate(() => localStorage.clear())
  await page.evaluate(() => (location.hash = '#/learn/assignments'))
  await page.reload()
  await page.getByRole('group', { name: 'What to do' }).waitFor()
})

const button = (name: string) => page.getByRole('button', { name, exact: true })
const side = () => page.getByRole('region', { name: 'Your work' })
const go = (name: 'Solve' | 'Make' | 'Check') =>
  page.getByRole('group', { name: 'What to do' }).getByRole('button', { name }).click()
const check = async () => {
  const section = page.getByRole('region', { name: 'Check what' })
  await section.getByRole('button', { name: 'Check', exact: true }).click()
}
const row = (name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader').filter({ hasText: name }) })

test('an assignment that is dropped on any place is opened, solved, handed in and checked', async () => {
  await page.evaluate(() => (location.hash = '#/runs'))
  await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor()
  const drop = await dragFile(page.locator('.frame-place'), inFolder('exercise-1.backprop-task'))
  await drop()
  await page.getByRole('heading', { name: 'Exercise 1', level: 2 }).waitFor()
  await page.getByText('By Prof. Rumelhart. Until Friday, 18:00.').waitFor()
  expect(await button('Hand in …').isDisabled()).toBe(true)
  await side().getByLabel('Your name').fill('Ada')
  await side().getByLabel('Your id').fill('ada-1')
  await page.getByLabel('Answer to question 1').fill('23860')
  await page.getByLabel('Answer to question 3').fill('A larger rate takes larger steps.')
  await page.getByLabel('Validation', { exact: true }).check()
  await side().getByText('Question 2 has no answer yet.').waitFor()
  const rate = side().getByRole('textbox', { name: 'Learning rate' })
  await rate.fill('7')
  await rate.press('Enter')
  await side().getByText('Expected a number from 0.1 to 5, got 7.').waitFor()
  await rate.fill('2')
  await rate.press('Enter')
  await side().getByRole('button', { name: 'Train' }).click()
  await side().getByRole('list', { name: 'Your runs' }).getByText('Exercise 1, 1').waitFor()
  await page.getByRole('combobox', { name: 'Answer to question 2' }).click()
  await page.getByRole('option', { name: /^Exercise 1, 1/ }).click()
  await side().getByText('All questions are answered.').waitFor()
  const saved = await workbench.saveFile(() => button('Hand in …').click())
  expect(saved.name).toBe('ada-1.backprop-work')
  const work = JSON.parse(saved.text) as Work
  expect(work.runs.trained!.recipe.optimizer.learningRate).toBe(2)
  writeFileSync(inFolder('own.backprop-work'), saved.text)

  await go('Check')
  await workbench.openFile(() => button('Open the key …').click(), inFolder('exercise-1.backprop-key'))
  await page.getByText('Exercise 1, 4 questions').waitFor()
  await workbench.openFile(() => button('Add works …').click(), inFolder('own.backprop-work'))
  await row('own.backprop-work').waitFor()
  await check()
  await row('own.backprop-work').getByText('4 of 4, 3 to read').waitFor()
  await row('own.backprop-work')
    .getByText(/as handed in, .* trained anew/)
    .waitFor()
  const table = await workbench.saveFile(() => button('Save as CSV …').click())
  expect(table.name).toBe('Exercise-1.csv')
  expect(table.text.split('\r\n')[0]).toContain('parameters,trained,why,part,problems,alike')
})

/** What is said of each work of `makeHandedIn`. */
const SAID = {
  right: '4 of 4, 3 to read',
  other: 'It belongs to another assignment, ‘Exercise 2’',
  tampered: 'The file was changed after it was handed in',
  copied: 'expected the student’s own seed',
  otherData: 'the images of its data set are others',
  otherFields: 'more was changed than is free',
} as const

test('works that are chosen at once, or dropped at once with the key, are checked, and what is wrong with each is said', async () => {
  await go('Check')
  await workbench.openFile(() => button('Open the key …').click(), files.key)
  await workbench.openFile(() => button('Add works …').click(), ...Object.values(files.works), files.cut)
  await page.getByText('7 works').waitFor()
  const listed = await page.getByRole('row').getByRole('rowheader').allTextContents()
  await page.reload()
  const drop = await dragFile(
    page.locator('.assignments'),
    ...[files.cut, ...Object.values(files.works), files.key],
  )
  await drop()
  await page.getByText('7 works').waitFor()
  expect((await page.getByRole('row').getByRole('rowheader').allTextContents()).sort()).toEqual(listed.sort())
  await check()
  for (const [what, words] of Object.entries(SAID)) {
    const file = path.basename(files.works[what as keyof typeof SAID])
    await row(file).getByText(words).first().waitFor()
  }
  await row('cut.backprop-work').getByText('cut off in line').waitFor()
})

test('files that are damaged, foreign or newer are named, with what was expected and what came', async () => {
  const task = readFileSync(inFolder('exercise-1.backprop-task'), 'utf8')
  const newer = { ...(JSON.parse(task) as object), version: 3 }
  for (const [name, text, words] of [
    [
      'cut.backprop-task',
      task.slice(0, 500),
      /^cut\.backprop-task: expected an assignment .* cut off in line/,
    ],
    ['newer.backprop-task', JSON.stringify(newer), /version 2 at most, got version 3; .* newer program/],
    ['notes.txt', 'Hello', /^notes\.txt: expected an assignment \(\.backprop-task\), got something else/],
    ['key.backprop-task', readFileSync(inFolder('exercise-1.backprop-key'), 'utf8'), /got a key/],
  ] as const) {
    writeFileSync(inFolder(name), text)
    const drop = await dragFile(page.locator('.assignments'), inFolder(name))
    await drop()
    await page.getByRole('alert').getByText(words).waitFor()
  }
})

test('an assignment is made of what a teacher writes, and says what is missing', async () => {
  await go('Make')
  const missing = page.getByRole('list', { name: 'What is missing' })
  await missing.getByText('Title: expected one, got nothing.').waitFor()
  await missing.getByText('Question 1: expected what is asked, got nothing.').waitFor()
  expect(await button('Make the files').isDisabled()).toBe(true)
  await page.getByLabel('Title').fill('Exercise 2')
  await page.getByLabel('Until').fill('Monday')
  await page.getByLabel('Question 1: what is asked').fill('Train it.')
  await page.getByLabel('Question 1: validation accuracy').fill('95')
  await page.getByLabel('Question 2: what is asked').fill('Why?')
  await button('Add a question').click()
  await page.getByLabel('Question 3: kind').click()
  await page.getByRole('option', { name: 'A choice' }).click()
  await page.getByLabel('Question 3: what is asked').fill('Wrong on its own images: what is it?')
  await page.getByLabel('Question 3: answers to choose from').fill('Variance\nBias')
  await page.getByLabel('Question 3: right answer').selectOption('Bias')
  await button('Question 3: move up').click()
  await page.getByLabel('Learning rate from').fill('0.1')
  await page.getByLabel('Learning rate to').fill('0.05')
  await missing.getByText('expected limits in their order, got 0.1 to 0.05').waitFor()
  await page.getByLabel('Learning rate to').fill('5')
  const views = page.getByRole('group', { name: 'Views of Learn in sight' })
  await views.getByRole('button', { name: 'Depth' }).click()
  await button('Make the files').click()
  const task = await workbench.saveFile(() => button('Save for students …').click())
  const key = await workbench.saveFile(() => button('Save the key …').click())
  expect([task.name, key.name]).toEqual(['Exercise-2.backprop-task', 'Exercise-2.backprop-key'])
  const assignment = readAssignment(task.text)
  expect(assignment).toMatchObject({
    ...{ title: 'Exercise 2', deadline: 'Monday', tell: 'never', solutions: {} },
    free: [{ path: 'optimizer.learningRate', min: 0.1, max: 5 }],
    questions: [{ kind: 'run' }, { kind: 'choice' }, { kind: 'text' }],
  })
  expect(assignment.views).not.toContain('depth')
  expect(readKey(key.text).solutions).toEqual({ q1: { validationAccuracy: 0.95 }, q2: { choice: 'b' } })
  writeFileSync(inFolder('exercise-2.backprop-task'), task.text)
  await (
    await dragFile(page.locator('.assignments'), inFolder('exercise-2.backprop-task'))
  )()
  await page.getByRole('heading', { name: 'Exercise 2', level: 2 }).waitFor()
  const tabs = page.getByRole('group', { name: 'Views', exact: true })
  await tabs.getByRole('button', { name: 'Microscope' }).waitFor()
  expect(await tabs.getByRole('button', { name: 'Depth' }).count()).toBe(0)
  await button('Put away').click()
  await tabs.getByRole('button', { name: 'Depth' }).waitFor()
})

test('an assignment whose file was edited is told to be another, and its answers are kept', async () => {
  const task = JSON.parse(readFileSync(inFolder('exercise-1.backprop-task'), 'utf8')) as object
  writeFileSync(inFolder('edited.backprop-task'), JSON.stringify({ ...task, fixedSeed: true }))
  await workbench.openFile(() => button('Open an assignment …').click(), inFolder('edited.backprop-task'))
  await page.getByText('This file was changed after your teacher made it.').waitFor()
  await page.getByLabel('Answer to question 1').fill('12')
  await page.reload()
  await page.getByText('This file was changed after your teacher made it.').waitFor()
  expect(await page.getByLabel('Answer to question 1').inputValue()).toBe('12')
})

test('all of it is done by keyboard alone', async () => {
  const user = new KeyboardUser(page)
  const fill = async (field: string, text: string): Promise<void> => {
    await user.tabTo(page.getByLabel(field, { exact: true }))
    await user.press('ControlOrMeta+a')
    await user.type(text)
  }
  const press = async (name: string): Promise<void> => {
    await user.tabTo(button(name))
    await user.press('Enter')
  }
  await press('Make')
  await fill('Title', 'By keys')
  for (const k of [2, 1]) {
    await user.tabTo(button(`Question ${k}: remove`), k === 1 ? 'Shift+Tab' : 'Tab')
    await user.press('Enter')
  }
  await user.press('Enter')
  await user.tabTo(page.getByLabel('Question 1: what is asked'), 'Shift+Tab')
  await user.type('2 + 2?')
  await fill('Question 1: right number', '4')
  await press('Make the files')
  for (const [name, kind] of [
    ['Save for students …', 'task'],
    ['Save the key …', 'key'],
  ] as const) {
    await user.tabTo(button(name))
    const saved = await workbench.saveFile(() => page.keyboard.press('Enter'))
    writeFileSync(inFolder(`keys.backprop-${kind}`), saved.text)
  }
  await user.tabTo(button('Solve'), 'Shift+Tab')
  await user.press('Enter')
  await user.tabTo(button('Open an assignment …'))
  await workbench.openFile(() => page.keyboard.press('Enter'), inFolder('keys.backprop-task'))
  await page.getByRole('heading', { name: 'By keys', level: 2 }).waitFor()
  await fill('Answer to question 1', '4')
  await fill('Your name', 'Bob')
  await user.tabTo(page.getByLabel('Your id'))
  await user.type('bob-2')
  await user.tabTo(button('Hand in …'))
  const work = await workbench.saveFile(() => page.keyboard.press('Enter'))
  writeFileSync(inFolder(work.name), work.text)
  await user.tabTo(button('Check'), 'Shift+Tab')
  await user.press('Enter')
  await user.tabTo(button('Open the key …'))
  await workbench.openFile(() => page.keyboard.press('Enter'), inFolder('keys.backprop-key'))
  await page.getByText('By keys, 1 question').waitFor()
  await user.tabTo(button('Add works …'))
  await workbench.openFile(() => page.keyboard.press('Enter'), inFolder(work.name))
  await row(work.name).waitFor()
  await user.tabTo(page.getByRole('region', { name: 'Check what' }).getByRole('button', { name: 'Check' }))
  await user.press('Enter')
  await row(work.name).getByText('1 of 1').waitFor()
})

test('axe finds nothing in the three pages', async () => {
  for (const name of ['Make', 'Check', 'Solve'] as const) {
    await go(name)
    expect([name, await findAxeFaults(page)]).toEqual([name, []])
  }
  await workbench.openFile(() => button('Open an assignment …').click(), inFolder('exercise-1.backprop-task'))
  await page.getByRole('heading', { name: 'Exercise 1', level: 2 }).waitFor()
  expect(await findAxeFaults(page)).toEqual([])
})
