import type { PenStroke } from '#core/data/drawing.ts'
import type { StrokeDrawing } from '#core/data/stroke-drawing.ts'
import { DOT_SHARE, drawingSide, drawingToImage, FIELD_SIZE } from '#core/data/network-input.ts'
import { knownDataSet } from '#core/recipe/unknown-fields.ts'
import type { DataSetInfo, RunSummary } from '#contract/types.ts'

/** Side of the drawing pad, in the unit of its strokes: ten of them make a pixel of MNIST's images. */
export const PAD_SIZE = 10 * FIELD_SIZE

/**
 * What is drawn on the pad as a network's input, prepared as MNIST was.
 * @returns `(side × side)` bytes; null for an empty pad
 */
export function padToImage(strokes: readonly PenStroke[], side: number): Uint8Array | null {
  return drawingToImage(strokes, { dotSize: DOT_SHARE * PAD_SIZE, side })
}

/** The strokes of a drawing in pad units: its surface as large as the pad takes it, in the middle. */
export function toPad({ width, height, strokes }: StrokeDrawing): PenStroke[] {
  const scale = PAD_SIZE / Math.max(width, height)
  const left = (PAD_SIZE - width * scale) / 2
  const top = (PAD_SIZE - height * scale) / 2
  return strokes
    .filter((stroke) => stroke.length > 0)
    .map((stroke) =>
      stroke.map(([x, y, t, pressure]) => ({
        ...{ x: left + x! * scale, y: top + y! * scale },
        ...(t === undefined ? {} : { t }),
        ...(pressure === undefined ? {} : { pressure }),
      })),
    )
}

/** Side of the image that a drawing becomes for this run's network; null where the network takes no square grey images. */
export function drawnSideOf(
  run: RunSummary,
  dataSetOf: (name: string) => DataSetInfo | undefined,
): number | null {
  return drawingSide(run.recipe.inputSize, dataSetOf(knownDataSet(run) ?? ''))
}
