import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { makeAssignment } from '#backend/assignment/make-assignment.ts'
import type { Work } from '#core/assignment/assignment.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { checkAndClose } from './check-and-close.ts'
import { dragFile } from './drag-file.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { smallRecipe } from './trained-home.ts'

let workbench: RunningWorkbench
let page: RunningWorkbench['page']
const folder = mkdtempSync(path.join(tmpdir(), 'workbench-assignment-'))
const inFolder = (name: string): string => path.join(folder, name)

beforeAll(async () => {
  const made = makeAssignment(
    JSON.stringify({
      ...{
        title: 'Exercise 1',
        author: 'Prof. Rumelhart',
        deadline: 'Friday, 18:00',
        recipe: smallRecipe(2),
      },
      text: 'Train the **network**, then say what its learning rate does.',
      free: [{ path: 'optimizer.learningRate', min: 0.1, max: 5 }],
      questions: [
        {
          ...{ id: 'parameters', kind: 'number', points: 1, words: 'How many weights and biases?' },
          solution: { number: 23_860, tolerance: 0 },
        },
        { id: 'trained', kind: 'run', points: 2, words: 'Train it with a rate of 2.' },
        { id: 'why', kind: 'text', points: 3, words: 'What did the rate do, and why?' },
      ],
    }),
  )
  writeFileSync(inFolder('exercise-1.backprop-task'), made.task)
  writeFileSync(inFolder('exercise-1.backprop-key'), made.key)
  workbench = await startWorkbench()
  page = workbench.page
  await page.getByRole('heading', { name: 'Train', level: 1 }).waitFor()
}, 60_000)
checkAndClose(() => ({ workbench }))
afterAll(() => rmSync(folder, { recursive: true }))

beforeEach(() => page.evaluate(() => (location.hash = '#/learn/assignments')))

const button = (name: string) => page.getByRole('button', { name, exact: true })
const side = () => page.getByRole('region', { name: 'Your work' })
const row = (name: string) => page.getByRole('row').filter({ hasText: name })

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
  writeFileSync(inFolder('ada-1.backprop-work'), saved.text)
  const tampered = { ...work, answers: { ...work.answers, parameters: { value: '7', tries: 1 } } }
  writeFileSync(inFolder('tampered.backprop-work'), JSON.stringify(tampered))

  await page.getByRole('group', { name: 'What to do' }).getByRole('button', { name: 'Check' }).click()
  await workbench.openFile(() => button('Open the key …').click(), inFolder('exercise-1.backprop-key'))
  await page.getByText('Exercise 1, 3 questions').waitFor()
  for (const name of ['ada-1.backprop-work', 'tampered.backprop-work']) {
    await workbench.openFile(() => button('Add work …').click(), inFolder(name))
    await row(name).waitFor()
  }
  await page.getByRole('region', { name: 'Check what' }).getByRole('button', { name: 'Check' }).click()
  await row('ada-1.backprop-work').getByText('3 of 3, 3 to read').waitFor()
  await row('ada-1.backprop-work')
    .getByText(/as handed in, .* trained anew/)
    .waitFor()
  await row('tampered.backprop-work').getByText('The file was changed after it was handed in').waitFor()
  const table = await workbench.saveFile(() => button('Save as CSV …').click())
  expect(table.name).toBe('Exercise-1.csv')
  expect(table.text.split('\r\n')[0]).toContain('parameters,trained,why,problems,alike')
})

test('files that are damaged, foreign or newer are named, with what was expected and what came', async () => {
  await page.getByRole('group', { name: 'What to do' }).getByRole('button', { name: 'Solve' }).click()
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
