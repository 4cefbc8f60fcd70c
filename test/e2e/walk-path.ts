import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { STOPS } from '../../renderer/model/learn/path/path.ts'
import { SLOWNESS } from '../slowness.ts'
import { STOP_ANSWERS } from './learn-path-answers.ts'

/** Answers all stops of the guided path from the first on, and expects each answer to be right. */
export async function walkPath(page: Page): Promise<void> {
  const stop = page.getByRole('region', { name: 'Stop of the path' })
  const button = (name: string) => stop.getByRole('button', { name, exact: true })
  const check = button('Check').and(page.locator(':enabled'))
  await stop.getByLabel('Short path').uncheck()
  for (const { id, title } of STOPS) {
    await stop.getByRole('heading', { name: title }).waitFor()
    const train = page.getByRole('button', { name: 'Train them now' })
    await train.or(check).first().waitFor()
    if (await train.isVisible()) await train.click()
    await check.waitFor({ timeout: 120_000 * SLOWNESS })
    await STOP_ANSWERS[id]!(page)
    await button('Check').click()
    const reply = stop.locator('.stop-reply')
    await reply.locator('p').first().waitFor()
    expect([id, await reply.innerText()]).toEqual([id, expect.stringMatching(/^Right\./)])
    if (id !== STOPS.at(-1)!.id) await button('Next').click()
  }
  await stop.getByText(`That was the last stop: ${STOPS.length} of ${STOPS.length} answered.`).waitFor()
  expect(await button('Next').count()).toBe(0)
}
