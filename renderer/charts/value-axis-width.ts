import type { ChartAxis } from '#shared/chart/chart.ts'
import { LABEL_PADDING, labelsWidth } from '#shared/chart/ticks-with-room.ts'

/** The labels of value axes take the same room in all charts, so that charts above each other line up and never jump. */
const LABELS_WIDTH = 56
const TITLE_WIDTH = 16

/** What a value axis takes beside the plot, in pixels: more than in other charts only where a label would be cut. */
export const valueAxisWidth = (axis: Pick<ChartAxis, 'label' | 'ticks'>): number =>
  Math.max(LABELS_WIDTH, Math.ceil(labelsWidth(axis)) + LABEL_PADDING) + (axis.label === '' ? 0 : TITLE_WIDTH)
