import { afterAll, afterEach, expect } from 'vitest'
import type { RunningWorkbench } from './support.ts'
import type { TrainedHome } from './trained-home.ts'

/** Holds that no test of a file leaves an error in its window, and closes the window after the last one; its home goes with it. */
export function checkAndClose(
  running: () => { readonly workbench: RunningWorkbench; readonly trained?: TrainedHome },
): void {
  afterEach(() => {
    expect(running().workbench.problems).toEqual([])
  })
  afterAll(async () => {
    const { workbench, trained } = running()
    await workbench.close()
    await trained?.remove()
  })
}
