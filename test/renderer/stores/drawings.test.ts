import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { writeCarriedImage } from '#core/data/stroke-drawing.ts'
import { useDigitsStore } from '../../../renderer/stores/digits.ts'
import { useDrawingsStore } from '../../../renderer/stores/drawings.ts'
import { makeFolder, openTinyWorkbench } from '../../electron/backend/tiny-workbench.ts'
import { openTestWindow } from '../window.ts'

test('a line with strokes comes onto the pad, and one that was kept as a picture stands in its place', async () => {
  const { workbench } = openTinyWorkbench()
  const window = openTestWindow(workbench)
  const drawings = window.use(useDrawingsStore)
  const digits = window.use(useDigitsStore)
  const picture = Uint8Array.from({ length: 784 }, (_, k) => k % 256)
  const lines = [
    {
      width: 10,
      height: 10,
      label: 1,
      strokes: [
        [
          [5, 1],
          [5, 9],
        ],
      ],
    },
    { width: 28, height: 28, label: 4, strokes: [], image: writeCarriedImage(picture) },
  ]
  const file = path.join(makeFolder(), 'kept.jsonl')
  await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'))
  await drawings.read(await workbench.handles.open(file, { owner: 'test' }))
  expect([drawings.problem, drawings.shownLine]).toEqual([null, null])

  drawings.show(1)
  expect([drawings.shownLine, digits.strokes.length, digits.picture]).toEqual([1, 1, null])
  drawings.show(2)
  expect([drawings.shownLine, digits.picture!.name]).toEqual([2, 'Line 2 of kept.jsonl'])
  expect(digits.image).toEqual(picture)
  expect(digits.kept).toEqual({ width: 28, height: 28, strokes: [], image: writeCarriedImage(picture) })
  // A stroke puts the picture away, and goes onto the drawing that it covered.
  digits.drawStroke([{ x: 1, y: 1 }], true)
  expect([drawings.shownLine, digits.picture, digits.strokes.length]).toEqual([null, null, 2])
})
