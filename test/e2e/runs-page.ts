import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { makeTrainedHome, type TrainedHome } from './trained-home.ts'

const recipe: Recipe = {
  ...LECTURE_RECIPE,
  data: {
    ...LECTURE_RECIPE.data,
    dataSet: 'pen-digits-2',
    trainSize: 1000,
    validationSize: 200,
    testSize: 200,
  },
  epochs: 3,
}
const recipes = {
  lecture: recipe,
  slow: { ...recipe, optimizer: { name: 'sgd', learningRate: 0.01 }, epochs: 2 },
  wide: {
    ...recipe,
    layers: [{ units: 40, activation: 'sigmoid', batchNorm: false, dropout: 0 }, recipe.layers[1]!],
  },
} satisfies Record<string, Recipe>

/** The place Runs with three trained runs: lecture, slow and wide, the newest. */
export class RunsPage {
  readonly trained: TrainedHome
  readonly workbench: RunningWorkbench
  readonly page: RunningWorkbench['page']

  private constructor(trained: TrainedHome, workbench: RunningWorkbench) {
    this.trained = trained
    this.workbench = workbench
    this.page = workbench.page
  }

  static async open(): Promise<RunsPage> {
    const trained = await makeTrainedHome(recipes)
    const runs = new RunsPage(trained, await startWorkbench({ home: trained.home }))
    await runs.page.getByRole('link', { name: 'Runs' }).click()
    await runs.row('lecture').waitFor()
    return runs
  }

  row(name: string): Locator {
    return this.page
      .getByRole('table', { name: 'Runs' })
      .getByRole('row')
      .filter({ has: this.page.getByText(name, { exact: true }) })
  }

  /** The names of the runs that the table shows, in its order. */
  names(): Promise<string[]> {
    return this.page.locator('tbody tr .name').allTextContents()
  }

  /** Clicks undo in the notice that says this. */
  undo(title: string): Promise<void> {
    return this.page
      .locator('.notice')
      .filter({ has: this.page.getByText(title, { exact: true }) })
      .getByRole('button', { name: 'Undo' })
      .click()
  }

  /** Shows all runs again, none of them selected. */
  async reset(): Promise<void> {
    const filter = this.page.getByLabel('Filter runs')
    await filter.fill('')
    await filter.press('Escape')
    await expect.poll(() => filter.evaluate((input) => input === document.activeElement)).toBe(false)
    await this.page.keyboard.press('Escape')
    await expect.poll(() => this.page.getByRole('checkbox', { checked: true }).count()).toBe(0)
  }

  async close(): Promise<void> {
    await this.workbench.close()
    await this.trained.remove()
  }
}
