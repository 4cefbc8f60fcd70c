import type { Page } from 'playwright-core'
import { INSIDE_PAGES } from '../../../renderer/model/learn/inside-state.ts'
import { PAGE_LABELS } from '../../../renderer/model/learn/inside/inside-words.ts'
import { BOTH, FULL, popup, press, showColumn, type Scene } from './scene.ts'

/** Draws a 1 on the pad with the mouse. */
async function drawStroke(page: Page): Promise<void> {
  const { x, y, width, height } = (await page.getByLabel(/^Drawing pad/).boundingBox())!
  await page.mouse.move(x + 0.5 * width, y + 0.2 * height)
  await page.mouse.down()
  await page.mouse.move(x + 0.5 * width, y + 0.8 * height, { steps: 10 })
  await page.mouse.up()
}

const scenes: readonly Scene[] = [
  {
    place: 'Inspect',
    name: 'choice of a backward pass',
    homes: FULL,
    popup: 'listbox',
    open: async (page) => {
      await page.getByRole('combobox', { name: 'Backward pass' }).click()
      await popup(page, 'listbox')
    },
  },
  { place: 'Sweeps', name: '', homes: BOTH },
  {
    place: 'Sweeps',
    name: 'menu of a sweep',
    homes: FULL,
    popup: 'menu',
    open: async (page) => {
      await press(page, 'More for the sweep')
      await popup(page, 'menu')
    },
  },
  { place: 'Digits', name: '', homes: BOTH },
  {
    place: 'Digits',
    name: 'a test image',
    homes: FULL,
    open: async (page) => {
      await page.getByRole('button', { name: 'Test image' }).click()
      await page.getByRole('img', { name: /^Test image, labelled/ }).waitFor()
    },
  },
  {
    place: 'Digits',
    name: 'a drawing, step by step',
    homes: FULL,
    open: async (page) => {
      await drawStroke(page)
      await press(page, 'Step by step')
      await page.getByRole('list', { name: 'Steps of the preparation' }).waitFor()
    },
  },
  {
    place: 'Digits',
    name: 'several runs on a drawing',
    homes: FULL,
    open: async (page) => {
      await drawStroke(page)
      await press(page, 'Runs')
      await press(page, 'Runs…')
      for (const name of ['cross-entropy', 'deep', 'wide', 'slow']) {
        await page.getByRole('option', { name }).click()
      }
      await page.keyboard.press('Escape')
      await page.locator('.beside-answer').nth(4).waitFor()
    },
  },
  {
    place: 'Digits',
    name: 'why an answer',
    homes: FULL,
    open: async (page) => {
      await drawStroke(page)
      await press(page, 'Why')
      await page.getByRole('region', { name: 'Why this answer' }).getByRole('img').nth(2).waitFor()
    },
  },
  {
    place: 'Digits',
    name: 'nearest images',
    homes: FULL,
    open: async (page) => {
      await drawStroke(page)
      await press(page, 'Nearest')
      await page.getByRole('region', { name: 'Nearest training images' }).getByRole('img').nth(2).waitFor()
    },
  },
  {
    place: 'Digits',
    name: 'a change that turns the answer',
    homes: FULL,
    open: async (page) => {
      await drawStroke(page)
      await press(page, 'Change')
      await page.getByRole('region', { name: 'Smallest change' }).getByRole('img').nth(2).waitFor()
    },
  },
  {
    place: 'Digits',
    name: 'runs to choose from',
    homes: FULL,
    popup: 'listbox',
    open: async (page) => {
      await press(page, 'Runs')
      await press(page, 'Runs…')
      await popup(page, 'listbox')
    },
  },
  { place: 'Inspect', name: '', homes: BOTH },
  {
    place: 'Inspect',
    name: 'an image',
    homes: FULL,
    popup: 'dialog',
    open: async (page) => {
      await page
        .getByRole('region', { name: 'Most confident mistakes' })
        .getByRole('button', { name: /Open it$/ })
        .first()
        .click()
      await page
        .getByRole('dialog')
        .getByRole('img', { name: /^Outputs of the \d+ units/ })
        .first()
        .waitFor()
    },
  },
  {
    place: 'Inspect',
    name: 'a cell',
    homes: FULL,
    open: async (page) => {
      await page.locator('[data-cell="1-1"]').click()
      await page
        .getByRole('region', { name: 'Images of a 1, read rightly' })
        .getByRole('img')
        .first()
        .waitFor()
    },
  },
  {
    place: 'Inspect',
    name: 'a checked gradient',
    homes: FULL,
    open: async (page) => {
      const check = page.getByRole('region', { name: 'Gradient check' })
      await check.getByRole('button', { name: 'Check', exact: true }).click()
      await check.getByRole('table').waitFor()
    },
  },
  { place: 'Learn', name: '', homes: BOTH },
  {
    place: 'Learn',
    name: 'a stop of the path',
    homes: ['empty'],
    open: async (page) => {
      await page
        .getByRole('group', { name: 'Views' })
        .getByRole('button', { name: 'Path', exact: true })
        .click()
      await press(page, 'Skip')
      await press(page, 'Hint')
    },
  },
  ...['Microscope', 'Functions', 'Descent', 'Data', 'Depth', 'Assignments'].map((view): Scene => ({
    place: 'Learn',
    name: `view ${view}`,
    homes: ['empty'],
    open: async (page) => {
      const views = page.getByRole('group', { name: 'Views' })
      await views.getByRole('button', { name: view, exact: true }).click()
      await page.waitForURL(`**/learn/${view.toLowerCase()}`)
    },
  })),
  {
    place: 'Learn',
    name: 'a race of optimizers',
    homes: ['empty'],
    open: async (page) => {
      await page
        .getByRole('group', { name: 'Views' })
        .getByRole('button', { name: 'Descent', exact: true })
        .click()
      await press(page, 'Race')
      await press(page, 'Step')
    },
  },
  {
    place: 'Learn',
    name: 'the plane of a run',
    homes: FULL,
    open: async (page) => {
      await page
        .getByRole('group', { name: 'Views' })
        .getByRole('button', { name: 'Descent', exact: true })
        .click()
      await press(page, 'Your run')
      await press(page, 'Plane of the epochs')
    },
  },
  {
    place: 'Learn',
    name: 'three piles',
    homes: BOTH,
    open: async (page) => {
      await page
        .getByRole('group', { name: 'Views' })
        .getByRole('button', { name: 'Data', exact: true })
        .click()
      await press(page, 'Three piles')
    },
  },
  ...INSIDE_PAGES.map((insidePage): Scene => ({
    place: 'Learn',
    name: `inside a run: ${PAGE_LABELS[insidePage]}`,
    homes: FULL,
    open: async (page) => {
      const views = page.getByRole('group', { name: 'Views' })
      await views.getByRole('button', { name: 'Inside', exact: true }).click()
      const pages = page.getByRole('group', { name: 'Inside the run' })
      await pages.getByRole('button', { name: PAGE_LABELS[insidePage], exact: true }).click()
      await page
        .getByRole('region', { name: `${PAGE_LABELS[insidePage]}: values` })
        .getByRole(insidePage === 'decision' ? 'table' : insidePage === 'weights' ? 'slider' : 'heading')
        .first()
        .waitFor()
    },
  })),
  {
    place: 'Learn',
    name: 'inside no run',
    homes: ['empty'],
    open: async (page) => {
      const views = page.getByRole('group', { name: 'Views' })
      await views.getByRole('button', { name: 'Inside', exact: true }).click()
      await page.getByText('No run yet').waitFor()
    },
  },
  { place: 'Data', name: '', homes: ['empty'] },
  {
    place: 'Data',
    name: 'doubtful labels of one class',
    homes: ['empty'],
    open: async (page) => {
      await showColumn(page, 'Images')
      await page.getByTitle('Show only the images of 7').click()
      await page.getByRole('combobox', { name: 'Which images' }).click()
      await page.getByRole('option', { name: 'Doubtful labels' }).click()
      await page.getByRole('button', { name: 'Look for doubtful labels' }).waitFor()
    },
  },
  {
    place: 'Data',
    name: 'two sets beside each other',
    homes: ['empty'],
    open: async (page) => {
      await showColumn(page, 'Images')
      await press(page, 'Beside another set')
      const beside = page.getByRole('region', { name: 'Data sets beside each other' })
      const first = beside.getByRole('button', { name: 'Pen digits (first version)' })
      if ((await first.getAttribute('aria-pressed')) === 'false') await first.click()
      // They are written first.
      await page.getByText('of full brightness').waitFor({ timeout: 60_000 })
      await page.getByTitle('Show images of 7 in each set').click()
      await page.getByText('the first 24 of').nth(1).waitFor()
    },
  },
  {
    place: 'Data',
    name: 'a set that is not there',
    homes: ['empty'],
    open: async (page) => {
      await showColumn(page, 'Data sets')
      await page.getByRole('button', { name: /^MNIST(?! \+)/ }).click()
    },
  },
  {
    place: 'Data',
    name: 'no digits of one’s own',
    homes: ['empty'],
    open: async (page) => {
      await showColumn(page, 'Data sets')
      await page.getByRole('button', { name: /^My digits/ }).click()
      await page.getByText('No digits of yours yet').waitFor()
    },
  },
  {
    place: 'Data',
    name: 'digits of one’s own',
    homes: FULL,
    open: async (page) => {
      await page.getByRole('link', { name: 'Digits' }).click()
      await drawStroke(page)
      await press(page, 'That was a 1: keep it')
      await page.getByText('Kept as 1').waitFor()
      await page.getByRole('link', { name: 'Data' }).click()
      await showColumn(page, 'Data sets')
      await page.getByRole('button', { name: /^My digits/ }).click()
      await page.getByRole('list', { name: 'Digits' }).getByRole('button').first().click()
    },
  },
  {
    place: 'Data',
    name: 'a folder',
    homes: ['empty'],
    popup: 'dialog',
    open: async (page) => {
      await press(page, 'Use your own…')
      await popup(page, 'dialog')
    },
  },
]

/** Sweeps, Digits, Inspect and Data. */
export function listOtherScenes(): readonly Scene[] {
  return scenes
}
