import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { dragFile } from '../drag-file.ts'
import { makeHandedIn, type HandedIn } from '../handed-in.ts'
import { FULL, press, type Scene } from './scene.ts'

/** Made with the first scene that needs them. */
let handedIn: Promise<HandedIn> | undefined
const files = (): Promise<HandedIn> => (handedIn ??= makeHandedIn())

/** Removes the files of assignments, where some were made. */
export async function removeAssignments(): Promise<void> {
  await (await handedIn)?.remove()
}

async function openAssignments(page: Page, on: 'Solve' | 'Make' | 'Check'): Promise<void> {
  const views = page.getByRole('group', { name: 'Views' })
  await views.getByRole('button', { name: 'Assignments', exact: true }).click()
  await page.getByRole('group', { name: 'What to do' }).getByRole('button', { name: on }).click()
}
const drop = async (page: Page, ...paths: readonly string[]): Promise<void> =>
  (await dragFile(page.locator('.assignments'), ...paths))()

const scenes: readonly Scene[] = [
  {
    place: 'Learn',
    name: 'an assignment that is solved',
    homes: FULL,
    open: async (page) => {
      await openAssignments(page, 'Solve')
      await drop(page, (await files()).task)
      await page.getByRole('heading', { name: 'Exercise 1', level: 2 }).waitFor()
      await page.getByLabel('Your name').fill('Ada')
      await page.getByLabel('Your id').fill('ada-1')
      await page.getByLabel('Answer to question 1').fill('23860')
      await page.getByLabel('Answer to question 3').fill('A larger rate takes larger steps.')
      const rate = page.getByRole('textbox', { name: 'Learning rate' })
      await rate.fill('7')
      await rate.press('Enter')
      await page.getByText('Expected a number from 0.1 to 5, got 7.').waitFor()
    },
  },
  {
    place: 'Learn',
    name: 'files that are no assignment',
    homes: FULL,
    open: async (page) => {
      const { folder, task, key } = await files()
      const newer = join(folder, 'newer.backprop-key')
      const text = await readFile(key, 'utf8')
      await writeFile(newer, text.replace('"version": 2', '"version": 3'))
      const cut = join(folder, 'cut.backprop-key')
      await writeFile(cut, text.slice(0, 300))
      const other = join(folder, 'other.backprop-work')
      await writeFile(other, await readFile(task))
      const broken = join(folder, 'notes of the last lecture, which nobody can read any more.txt')
      await writeFile(broken, 'Hello')
      await openAssignments(page, 'Check')
      await drop(page, newer, cut, other, broken)
      await page.getByRole('alert').nth(2).waitFor()
    },
  },
  {
    place: 'Learn',
    name: 'works that were checked',
    homes: FULL,
    open: async (page) => {
      const { key, works, cut } = await files()
      await openAssignments(page, 'Check')
      await drop(page, key, cut, ...Object.values(works))
      const section = page.getByRole('region', { name: 'Check what' })
      await section.getByText('7 works').waitFor()
      await section.getByRole('button', { name: 'Check', exact: true }).click()
      await section.getByRole('button', { name: 'Save as CSV …' }).waitFor()
    },
  },
  {
    place: 'Learn',
    name: 'an assignment that is written',
    homes: FULL,
    open: async (page) => {
      await openAssignments(page, 'Make')
      await page.getByLabel('Title').fill('Exercise 2')
      await page.getByLabel('Author').fill('Prof. Rumelhart')
      await page.getByLabel('Until').fill('Monday')
      await page.getByLabel('Question 1: what is asked').fill('Train it.')
      await page.getByLabel('Question 2: what is asked').fill('Why?')
      const kinds = ['A choice', 'A number', 'A derivative, in any form']
      for (const [k, kind] of kinds.entries()) {
        await press(page, 'Add a question')
        await page.getByLabel(`Question ${k + 3}: kind`).click()
        await page.getByRole('option', { name: kind }).click()
        await page.getByLabel(`Question ${k + 3}: what is asked`).fill(`${kind}?`)
      }
      await page.getByLabel('answers to choose from').fill('Variance\nBias')
      await page.getByLabel('Question 4: right number').fill('5')
      await press(page, 'Make the files')
      await page.getByRole('button', { name: 'Save the key …' }).waitFor()
    },
  },
]

/** Learn's assignments, as students and teachers have them. */
export function listAssignmentScenes(): readonly Scene[] {
  return scenes
}
