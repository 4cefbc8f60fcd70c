import { expect, test, vi } from 'vitest'
import { type StrokeDrawing, strokeDrawingToImage } from '#core/data/stroke-drawing.ts'
import { useNoticesStore } from '../../../renderer/stores/notices.ts'
import { useOwnDigitsStore } from '../../../renderer/stores/own-digits.ts'
import { openTinyWorkbench } from '../../electron/backend/tiny-workbench.ts'
import { openTestWindow } from '../window.ts'

const WAIT = { timeout: 20_000 }

/** A line that leans more with each. */
const drawing = (k: number, label = 1): StrokeDrawing & { label: number } => ({
  ...{ width: 280, height: 280, label },
  strokes: [
    [
      [100 + 10 * k, 40],
      [140, 240],
    ],
  ],
})

async function open() {
  const window = openTestWindow(openTinyWorkbench().workbench)
  const digits = window.use(useOwnDigitsStore)
  const notices = window.use(useNoticesStore)
  await vi.waitFor(() => expect(digits.isLoaded).toBe(true), WAIT)
  /** Waits until the digits that are known are labelled so. */
  const areLabelled = (...labels: number[]): Promise<void> =>
    vi.waitFor(() => expect(digits.list.map(({ label }) => label).sort()).toEqual(labels), WAIT)
  /** Does what the newest notice offers. */
  const undo = (): void => notices.list.at(-1)!.action!.run()
  return { window, digits, notices, areLabelled, undo }
}

test('a kept digit is listed with its image, and undo takes it back', async () => {
  const { digits, notices, areLabelled, undo } = await open()
  const before = digits.version
  const kept = await digits.keep({ ...drawing(0), writer: 'Ada' })
  await areLabelled(1)
  expect(digits.version).toBeGreaterThan(before)
  expect(digits.writers).toEqual(['Ada'])
  expect(await digits.getImages([kept!.id])).toEqual(strokeDrawingToImage(drawing(0), 28))
  expect(notices.list.map(({ title }) => title)).toEqual(['Kept as 1'])
  undo()
  await areLabelled()
})

test('a drawing that is kept again gets the new label, and undo gives it the former', async () => {
  const { digits, areLabelled, undo } = await open()
  await digits.keep(drawing(0))
  await areLabelled(1)
  await digits.keep(drawing(0, 7))
  await areLabelled(7)
  undo()
  await areLabelled(1)
})

test('digits that were named anew together get back what each was called', async () => {
  const { digits, areLabelled, undo } = await open()
  for (const [k, label] of [2, 3, 3].entries()) await digits.keep(drawing(k, label))
  await areLabelled(2, 3, 3)
  const ids = digits.list.map(({ id }) => id)
  await digits.edit(ids, { label: 8, writer: 'Eve' }, 'Named 3 digits 8')
  await areLabelled(8, 8, 8)
  expect(digits.writers).toEqual(['Eve'])
  undo()
  await areLabelled(2, 3, 3)
  expect(digits.writers).toEqual([])
})

test('deleted digits come back, and all are exported a line each', async () => {
  const { window, digits, areLabelled, undo } = await open()
  for (const k of [0, 1]) await digits.keep(drawing(k, k))
  await areLabelled(0, 1)
  await digits.remove(digits.list.map(({ id }) => id))
  await areLabelled()
  undo()
  await areLabelled(0, 1)
  await digits.exportFile()
  const [file] = window.saved
  expect(file!.name).toBe('my-digits.jsonl')
  const lines = new TextDecoder().decode(file!.content).trimEnd().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as StrokeDrawing).label).sort()).toEqual([0, 1])
})

test('what cannot be done is told, and changes nothing', async () => {
  const { digits, notices } = await open()
  await digits.remove(['0'.repeat(16)])
  expect(notices.list).toHaveLength(1)
  expect(notices.list[0]).toMatchObject({ tone: 'error', title: 'The digits could not be deleted' })
  expect(digits.list).toEqual([])
})
