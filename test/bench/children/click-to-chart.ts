import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closeChromium, startBrowserMode } from '../../e2e/targets/browser-mode.ts'
import { reply } from './child-support.ts'

/**
 * A child process that measures how long it takes from the click on Train to the first epoch of the lecture's recipe,
 * on pen digits, in the window.
 */
export interface ClickToChart {
  /** With the data set in memory. */
  readonly ms: readonly number[]
}

const TRAININGS = 5
const LOG = '[aria-label="Lines of the log"]'

const home = await mkdtemp(join(tmpdir(), 'workbench-bench-'))
const workbench = await startBrowserMode({
  home,
  viewport: { width: 1280, height: 800 },
  colorScheme: 'light',
})
const { page } = workbench
const ms: number[] = []
for (let number = 1; number <= TRAININGS; number++) {
  const button = page.getByRole('button', { name: 'Train', exact: true })
  await button.waitFor()
  const elapsed = await button.evaluate(
    async (element, { name, log }) => {
      const startedAt = performance.now()
      ;(element as HTMLElement).click()
      for (;;) {
        await new Promise(requestAnimationFrame)
        const lines = document.querySelector<HTMLElement>(log)?.innerText.split('\n') ?? []
        const isShown = document.body.innerText.includes(name)
        if (isShown && lines.length < 30 && lines[0]!.startsWith('Epoch 0: ')) break
      }
      return performance.now() - startedAt
    },
    { name: `784-30-10 #${number}`, log: LOG },
  )
  // The first training makes the digits.
  if (number > 1) ms.push(elapsed)
  await page.locator(LOG).getByText('Epoch 29').waitFor()
  await page.getByText('Finished 30 epochs').first().waitFor()
}
await workbench.close()
await closeChromium()
await rm(home, { recursive: true })
reply({ ms } satisfies ClickToChart)
