import { computed, type ComputedRef } from 'vue'
import type { ChartCursor, ChartMark } from './chart-overlay.ts'
import type { AxisRange } from './compared-axes.ts'
import {
  bestOf,
  cursorStops,
  placeTitle,
  pointAt,
  type ComparedLine,
  type XAxisName,
} from './compared-lines.ts'
import type { ComparedMeasure } from './compared-measures.ts'
import { MEASURED_PARTS } from '#shared/measures.ts'
import type { PlotPoint } from './use-chart-gestures.ts'
import type { ChartLayout } from './use-canvas-chart.ts'
import { useEpochCursor } from './use-epoch-cursor.ts'

export interface UseComparedCursorOptions {
  readonly lines: () => readonly ComparedLine[]
  readonly measure: () => ComparedMeasure
  readonly x: () => XAxisName
  /** The part of the horizontal axis that is seen; null: all of it. */
  readonly places: () => AxisRange | null
  /** Undefined before the first drawing. */
  readonly layout: () => ChartLayout | undefined
}

/** What one run, or one group of runs, measured at the cursor. */
export interface ReadOutRow {
  readonly key: string
  readonly name: string
  readonly colour: string
  /** One for each column. */
  readonly texts: readonly string[]
}

export interface UseComparedCursorReturn {
  /** Where it stands on the horizontal axis; null while it is hidden. */
  readonly place: ComputedRef<number | null>
  readonly cursor: ComputedRef<(ChartCursor & { readonly isRight: boolean }) | null>
  /** Where each run did best, on the part that ranks its epochs. */
  readonly bestMarks: ComputedRef<ChartMark[]>
  readonly title: ComputedRef<string>
  /** Heads of the read-out's columns; one without a head where the measure has no parts. */
  readonly columns: ComputedRef<string[]>
  readonly rows: ComputedRef<ReadOutRow[]>
  /** What a screen reader hears when it is moved by keys; empty otherwise. */
  readonly spoken: ComputedRef<string>
  /** Moves it to the stop nearest to a point of the plot. */
  readonly hover: (point: PlotPoint) => void
  readonly hide: () => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** The cursor over all runs of a comparison at once, and what it reads out. */
export function useComparedCursor(options: UseComparedCursorOptions): UseComparedCursorReturn {
  const { lines, measure, x, places, layout } = options
  const stops = computed(() => {
    const range = places()
    const all = cursorStops(lines())
    return range === null ? all : all.filter((stop) => stop >= range.min && stop <= range.max)
  })
  const { epoch, isByKey, moveTo, hide, onKeyDown } = useEpochCursor(() =>
    stops.value.length === 0 ? null : { first: 0, last: stops.value.length - 1 },
  )
  const place = computed(() => {
    const stop = epoch.value
    return stop === null ? null : (stops.value.at(Math.min(stop, stops.value.length - 1)) ?? null)
  })

  function hover(point: PlotPoint): void {
    const area = layout()
    if (!area) return
    const wanted = area.placeAt(point.x)
    let nearest = 0
    stops.value.forEach((stop, k) => {
      if (Math.abs(stop - wanted) < Math.abs(stops.value[nearest] - wanted)) nearest = k
    })
    moveTo(nearest)
  }

  const found = computed(() =>
    place.value === null
      ? []
      : lines().flatMap((line) => {
          const point = pointAt(line.points, place.value!)
          return point === null ? [] : [{ line, point }]
        }),
  )
  const cursor = computed(() => {
    const area = layout()
    if (place.value === null || !area || lines().length === 0) return null
    const at = area.xOf(place.value)
    const marks = found.value
      .map(({ line, point }) => ({
        key: line.key,
        x: area.xOf(point.x),
        y: area.yOf(point.y),
        colour: line.colour,
      }))
      .filter((mark) => isInside(mark, area))
    return { x: at, top: area.top, bottom: area.bottom, marks, isRight: at > (area.left + area.right) / 2 }
  })
  const bestMarks = computed<ChartMark[]>(() => {
    const area = layout()
    if (!area) return []
    return lines().flatMap((line) => {
      const best = line.isRanking && line.band === null ? bestOf(line.points, measure().best) : null
      if (best === null) return []
      const mark = { key: line.key, x: area.xOf(best.x), y: area.yOf(best.y), colour: line.colour }
      return isInside(mark, area) ? [mark] : []
    })
  })

  const columns = computed(() => {
    if (!measure().hasParts) return ['']
    return MEASURED_PARTS.filter((part) => lines().some((line) => line.part === part))
  })
  const title = computed(() => (place.value === null ? '' : placeTitle(x(), place.value)))
  const rows = computed(() =>
    [...Map.groupBy(found.value, ({ line }) => line.owner)].map(([key, ofOwner]) => {
      const { line, point } = ofOwner[0]
      const textOf = (column: string): string =>
        measure().format(ofOwner.find((each) => each.line.part === column)?.point.y ?? null)
      return {
        key,
        // At the same second, runs are at different epochs.
        name: x() === 'epoch' ? line.name : `${line.name}, epoch ${point.epoch}`,
        colour: line.colour,
        texts: measure().hasParts ? columns.value.map(textOf) : [measure().format(point.y)],
      }
    }),
  )
  const spoken = computed(() => {
    if (!isByKey.value || place.value === null) return ''
    const sentences = rows.value.map(({ name, texts }) => {
      const parts = texts.map((text, k) => `${columns.value[k]} ${text}`.trim())
      return `${name}: ${parts.join(', ')}`
    })
    return `${title.value}. ${sentences.join('. ')}`
  })

  return { place, cursor, bestMarks, title, columns, rows, spoken, hover, hide, onKeyDown }
}

function isInside({ x, y }: PlotPoint, { left, right, top, bottom }: ChartLayout): boolean {
  return x >= left - 1 && x <= right + 1 && y >= top - 1 && y <= bottom + 1
}
