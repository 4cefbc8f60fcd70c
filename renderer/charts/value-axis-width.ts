import type { ChartAxis } from '#shared/chart/chart.ts'

/** The labels of value axes take the same room in all charts, so that charts above each other line up and never jump. */
const LABELS_WIDTH = 56
const TITLE_WIDTH = 16

/** What a value axis takes beside the plot, in pixels. */
export const valueAxisWidth = ({ label }: Pick<ChartAxis, 'label'>): number =>
  LABELS_WIDTH + (label === '' ? 0 : TITLE_WIDTH)
