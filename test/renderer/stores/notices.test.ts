import { createPinia, setActivePinia } from 'pinia'
import { expect, test } from 'vitest'
import { WorkbenchError } from '#contract/types.ts'
import { useNoticesStore } from '../../../renderer/stores/notices.ts'

function openNotices() {
  setActivePinia(createPinia())
  return useNoticesStore()
}

const titlesOf = (notices: ReturnType<typeof openNotices>): string[] =>
  notices.list.map((notice) => notice.title)

test('notices stand until they are dismissed, the newest last', () => {
  const notices = openNotices()
  for (const title of ['First', 'Second', 'Third']) notices.say({ tone: 'neutral', title })
  expect(titlesOf(notices)).toEqual(['First', 'Second', 'Third'])
  notices.dismiss(notices.list[1]!.id)
  expect(titlesOf(notices)).toEqual(['First', 'Third'])
  notices.dismissAll()
  expect(titlesOf(notices)).toEqual([])
})

test('a later notice on a topic takes the place of the earlier one, which can be taken back', () => {
  const notices = openNotices()
  notices.say({ tone: 'neutral', topic: 'recipe', title: 'First' })
  notices.say({ tone: 'neutral', topic: 'name', title: 'Renamed' })
  notices.say({ tone: 'neutral', title: 'Without a topic' })
  notices.say({ tone: 'neutral', topic: 'recipe', title: 'Second' })
  expect(titlesOf(notices)).toEqual(['Renamed', 'Without a topic', 'Second'])
  notices.withdraw('recipe')
  notices.withdraw('recipe')
  expect(titlesOf(notices)).toEqual(['Renamed', 'Without a topic'])
})

test('a failed attempt is reported with its reason and gives undefined', async () => {
  const notices = openNotices()
  const answer = await notices.attempt<number>('The run could not be paused', () =>
    Promise.reject(new WorkbenchError('conflict', 'It is not training.')),
  )
  expect(answer).toBeUndefined()
  expect(notices.list).toMatchObject([
    { tone: 'error', title: 'The run could not be paused', description: 'It is not training.' },
  ])
  expect(await notices.attempt('Never reported', () => Promise.resolve(7))).toBe(7)
  expect(notices.list).toHaveLength(1)
})

test('a reason does not name again the file that the title names', () => {
  const notices = openNotices()
  const said = (title: string, reason: string): string | undefined => {
    notices.fail(title, new WorkbenchError('invalid', reason))
    return notices.list.at(-1)!.description
  }
  const title = 'net: 1.json could not be imported'
  expect(said('net.json could not be imported', 'net.json: expected a number, got NaN')).toBe(
    'Expected a number, got NaN',
  )
  expect(said('cut.backprop could not be imported', 'cut.backprop: it is damaged (a: b)')).toBe(
    'It is damaged (a: b)',
  )
  expect(said('net.pth could not be imported', 'net.pth: conv1.weight: expected a matrix')).toBe(
    'conv1.weight: expected a matrix',
  )
  expect(said('net.json could not be imported', 'other.json: expected a number')).toBe(
    'other.json: expected a number',
  )
  expect(said('The run could not be started', 'Epochs: expected 1 or more')).toBe(
    'Epochs: expected 1 or more',
  )
  expect(said(title, 'net: 1.json: expected a number')).toBe('Expected a number')
})
