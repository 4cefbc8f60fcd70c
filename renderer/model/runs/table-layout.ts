import type { ColumnDescription } from './runs-sorting.ts'

/** How a person has laid out the table of runs; what is not named is as it comes. */
export interface TableLayout {
  /** Ids of columns from the left; those that are not named follow. The name is always first. */
  readonly order: readonly string[]
  /** Which columns were chosen or taken away. */
  readonly shown: Readonly<Record<string, boolean>>
  /** In pixels. */
  readonly widths: Readonly<Record<string, number>>
}

export const PLAIN_LAYOUT: TableLayout = { order: [], shown: {}, widths: {} }

/** In pixels: less would cut a heading, more is a slip of the hand. */
const WIDTH_LIMITS = { min: 48, max: 800 }
/** Of the name, in pixels: a name is never cut to a few letters while other columns have room. */
const NAME_WIDTH = 232
/** Columns for the checkbox and the menu, in pixels. */
export const SIDE_WIDTHS = { select: 40, actions: 44 } as const

/** Which columns give way first where the table is narrow, unless they were chosen. */
const GIVING_WAY = ['dataSet', 'last', 'duration', 'sizes', 'date', 'epochs', 'status']

export interface LaidOutColumn extends ColumnDescription {
  /** In pixels; of the name, its least. */
  readonly pixels: number
}

/** Every column in a person's order, the name first. */
export function orderColumns(
  columns: readonly ColumnDescription[],
  { order }: TableLayout,
): ColumnDescription[] {
  const rank = ({ id }: ColumnDescription): number => {
    if (id === 'name') return -1
    const k = order.indexOf(id)
    return k < 0 ? order.length : k
  }
  return columns.toSorted((a, b) => rank(a) - rank(b))
}

/** Whether a column is shown where there is room. */
export function isColumnShown({ id, isExtra }: ColumnDescription, { shown }: TableLayout): boolean {
  return id === 'name' || (shown[id] ?? isExtra !== true)
}

/**
 * The columns that are shown, with their widths.
 * @param room of the table, in pixels: columns that nobody chose give way until the rest fits; null where it is not known
 */
export function layOutColumns(
  columns: readonly ColumnDescription[],
  layout: TableLayout,
  room: number | null,
  isGrouped = false,
): LaidOutColumn[] {
  const laidOut = orderColumns(columns, layout)
    .filter((column) => isColumnShown(column, layout))
    .map((column) => {
      const usual = (isGrouped ? column.groupedWidth : undefined) ?? column.width ?? NAME_WIDTH
      return { ...column, pixels: layout.widths[column.id] ?? usual }
    })
  const wanted = (): number => tableWidth(laidOut)
  for (const id of GIVING_WAY) {
    if (room === null || wanted() <= room) break
    const k = laidOut.findIndex((column) => column.id === id && layout.shown[id] !== true)
    if (k >= 0) laidOut.splice(k, 1)
  }
  return laidOut
}

/** The least width of a table with these columns, in pixels; in less room it scrolls. */
export function tableWidth(columns: readonly LaidOutColumn[]): number {
  return columns.reduce((sum, { pixels }) => sum + pixels, SIDE_WIDTHS.select + SIDE_WIDTHS.actions)
}

/** The layout with a column where another one is now; neither is the name. */
export function placeColumn(
  columns: readonly ColumnDescription[],
  layout: TableLayout,
  id: string,
  at: string,
): TableLayout {
  const ids = orderColumns(columns, layout).map((column) => column.id)
  const to = ids.indexOf(at)
  if (id === 'name' || at === 'name' || to < 0 || !ids.includes(id)) return layout
  const order = ids.filter((each) => each !== id)
  order.splice(to, 0, id)
  return { ...layout, order }
}

/** The layout with a column so many shown columns further to the right, or to the left for less than 0. */
export function moveColumn(
  columns: readonly ColumnDescription[],
  layout: TableLayout,
  id: string,
  step: number,
): TableLayout {
  const shown = orderColumns(columns, layout).filter((column) => isColumnShown(column, layout))
  const at = shown[shown.findIndex((column) => column.id === id) + step]
  return at === undefined ? layout : placeColumn(columns, layout, id, at.id)
}

export function resizeColumn(layout: TableLayout, id: string, pixels: number): TableLayout {
  const width = Math.round(Math.min(WIDTH_LIMITS.max, Math.max(WIDTH_LIMITS.min, pixels)))
  return { ...layout, widths: { ...layout.widths, [id]: width } }
}

export function showColumn(layout: TableLayout, id: string, isShown: boolean): TableLayout {
  return { ...layout, shown: { ...layout.shown, [id]: isShown } }
}
