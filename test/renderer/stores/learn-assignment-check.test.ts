import { expect, test } from 'vitest'
import { useLearnAssignmentCheckStore } from '../../../renderer/stores/learn-assignment-check.ts'
import { openTinyWorkbench } from '../../electron/backend/tiny-workbench.ts'
import { openTestWindow } from '../window.ts'

test('works of one name are all kept, and the same work is listed once', async () => {
  const check = openTestWindow(openTinyWorkbench().workbench).use(useLearnAssignmentCheckStore)
  const take = (name: string, text: string) => check.take(name, () => Promise.resolve({ name, text }))
  await take('ada.backprop-work', '1')
  await take('ada.backprop-work', '2')
  await take('bob.backprop-work', '3')
  await take('ada.backprop-work', '4')
  await take('ada.backprop-work', '2')
  await take('copy.backprop-work', '1')
  const names = ['ada.backprop-work', 'ada.backprop-work (2)', 'bob.backprop-work', 'ada.backprop-work (3)']
  expect(check.works.map(({ name }) => name)).toEqual(names)
  check.remove('ada.backprop-work (2)')
  expect(check.works.map(({ text }) => text)).toEqual(['1', '3', '4'])
})
