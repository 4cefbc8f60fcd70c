import { expect, test } from 'vitest'
import { WorkbenchError } from '#contract/types.ts'
import { useAction } from '../../../renderer/composables/use-action.ts'

test('says why an action failed where it is, and forgets it at the next attempt', async () => {
  const { problem, isRunning, attempt } = useAction()
  const fail = (): Promise<number> => Promise.reject(new WorkbenchError('conflict', 'The folder is gone.'))
  expect(await attempt('The training could not be started', fail)).toBeUndefined()
  expect(problem.value).toBe('The training could not be started: The folder is gone.')

  const { promise, resolve } = Promise.withResolvers<number>()
  const second = attempt('The training could not be started', () => promise)
  expect([problem.value, isRunning.value]).toEqual([null, true])
  resolve(7)
  expect(await second).toBe(7)
  expect([problem.value, isRunning.value]).toEqual([null, false])
})
