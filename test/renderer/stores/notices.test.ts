import { createPinia, setActivePinia } from 'pinia'
import { expect, test } from 'vitest'
import { WorkbenchError } from '#contract/types.ts'
import { useNoticesStore } from '../../../renderer/stores/notices.ts'

function openNotices() {
  setActivePinia(createPinia())
  return useNoticesStore()
}

test('notices are handed over once, in order', () => {
  const notices = openNotices()
  notices.say({ tone: 'neutral', title: 'First' })
  notices.say({ tone: 'success', title: 'Second' })
  expect(notices.take().map((notice) => notice.title)).toEqual(['First', 'Second'])
  expect(notices.take()).toEqual([])
})

test('a later notice on a topic takes the place of the earlier one, shown or not', () => {
  const notices = openNotices()
  notices.say({ tone: 'neutral', topic: 'recipe', title: 'First' })
  const shown = notices.take()[0]!
  notices.say({ tone: 'neutral', topic: 'recipe', title: 'Second' })
  expect(notices.takeWithdrawn()).toEqual([shown.id])
  notices.say({ tone: 'neutral', topic: 'recipe', title: 'Third' })
  expect(notices.take().map((notice) => notice.title)).toEqual(['Third'])
  notices.withdraw('recipe')
  expect(notices.takeWithdrawn()).toHaveLength(1)
  notices.withdraw('recipe')
  expect(notices.takeWithdrawn()).toEqual([])
})

test('a failed attempt is reported with its reason and gives undefined', async () => {
  const notices = openNotices()
  const answer = await notices.attempt<number>('The run could not be paused', () =>
    Promise.reject(new WorkbenchError('conflict', 'It is not training.')),
  )
  expect(answer).toBeUndefined()
  expect(notices.take()).toMatchObject([
    { tone: 'error', title: 'The run could not be paused', description: 'It is not training.' },
  ])
  expect(await notices.attempt('Never reported', () => Promise.resolve(7))).toBe(7)
  expect(notices.take()).toEqual([])
})
