import type { PenStroke } from '#core/data/drawing.ts'
import type { StrokeDrawing } from '#core/data/stroke-drawing.ts'
import { DOT_SHARE, drawingSide, drawingToImage, FIELD_SIZE } from '#core/data/network-input.ts'
import type { PreparationMask } from '#core/data/preparation.ts'
import { knownDataSet } from '#core/recipe/unknown-fields.ts'
import type { DataSetInfo, RunSummary } from '#contract/types.ts'

/** Side of the drawing pad, in the unit of its strokes: ten of them make a pixel of MNIST's images. */
export const PAD_SIZE = 10 * FIELD_SIZE

/**
 * What is drawn on the pad as a network's input, prepared as MNIST was.
 * @param steps by default all
 * @returns `(side × side)` bytes; null for an empty pad
 */
export function padToImage(
  strokes: readonly PenStroke[],
  side: number,
  steps?: PreparationMask,
): Uint8Array | null {
  const some = steps === undefined ? {} : { steps, surface: PAD_SIZE }
  return drawingToImage(strokes, { dotSize: DOT_SHARE * PAD_SIZE, side, ...some })
}

/**
 * The strokes of a drawing in pad units: its surface as large as the pad takes it, in the middle; the surface reaches as far as
 * the strokes, should they leave it.
 */
export function toPad({ width, height, strokes }: StrokeDrawing): PenStroke[] {
  let [minX, minY, maxX, maxY] = [0, 0, width, height]
  for (const [x, y] of strokes.flat()) {
    minX = Math.min(minX, x!)
    minY = Math.min(minY, y!)
    maxX = Math.max(maxX, x!)
    maxY = Math.max(maxY, y!)
  }
  const isWithin = minX === 0 && minY === 0 && maxX === width && maxY === height
  // What leaves its surface gets a margin for the width of the pen.
  const scale = ((isWithin ? 1 : 0.9) * PAD_SIZE) / Math.max(maxX - minX, maxY - minY)
  const left = (PAD_SIZE - (minX + maxX) * scale) / 2
  const top = (PAD_SIZE - (minY + maxY) * scale) / 2
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

/** What is drawn on the pad as a drawing to keep, in pad units to a hundredth of one. */
export function fromPad(strokes: readonly PenStroke[]): StrokeDrawing {
  const round = (value: number): number => Math.round(100 * value) / 100
  return {
    ...{ width: PAD_SIZE, height: PAD_SIZE },
    strokes: strokes.map((stroke) =>
      stroke.map(({ x, y, t, pressure }) => [
        ...[round(x), round(y)],
        ...(t === undefined ? [] : [round(t), ...(pressure === undefined ? [] : [round(pressure)])]),
      ]),
    ),
  }
}

/** Side of the image that a drawing becomes for this run's network; null where the network takes no square grey images. */
export function drawnSideOf(
  run: RunSummary,
  dataSetOf: (name: string) => DataSetInfo | undefined,
): number | null {
  return drawingSide(run.recipe.inputSize, dataSetOf(knownDataSet(run) ?? ''))
}
