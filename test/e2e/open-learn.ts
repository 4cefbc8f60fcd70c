import type { Page } from 'playwright-core'
import { beforeAll, beforeEach } from 'vitest'
import type { RunDetail } from '#contract/types.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { checkAndClose } from './check-and-close.ts'
import { startWorkbench, type RunningWorkbench } from './support.ts'
import { makeTrainedHome, type TrainedHome } from './trained-home.ts'

/** The window of a file of tests, as each of them finds it. */
interface LearnWindow {
  readonly page: Page
  /** In the order of the recipes. */
  readonly runs: readonly RunDetail[]
}

/**
 * Opens one window for the tests of a file, and before each of them a view of Learn as at its first visit, so that none
 * finds what another one chose. No test may leave an error in the window.
 * @param prepare brings the view to where every test of the file begins
 * @param recipes of the runs that the window finds, by their names
 */
export function openLearn(
  view: string,
  prepare: (window: LearnWindow) => unknown,
  recipes: Readonly<Record<string, Recipe>> = {},
): void {
  let trained: TrainedHome
  let workbench: RunningWorkbench
  beforeAll(async () => {
    trained = await makeTrainedHome(recipes)
    workbench = await startWorkbench({ home: trained.home })
  })
  beforeEach(async () => {
    const { page } = workbench
    await page.evaluate((id) => {
      localStorage.clear()
      location.hash = `#/learn/${id}`
    }, view)
    await page.reload()
    await prepare({ page, runs: trained.runs })
  })
  checkAndClose(() => ({ workbench, trained }))
}
