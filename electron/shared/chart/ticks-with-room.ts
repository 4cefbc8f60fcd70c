import type { ChartAxis, ChartTick } from './chart.ts'

/** From one label of a vertical axis to the next, in pixels. */
export const LABEL_HEIGHT = 14

/** Every tick, or every second, third … where their labels would run into each other. */
export function ticksWithRoom(
  ticks: readonly ChartTick[],
  positionOf: (value: number) => number,
  sizeOf: (label: string) => number,
): readonly ChartTick[] {
  for (let stride = 1; stride < ticks.length; stride++) {
    const shown = ticks.filter((_, k) => k % stride === 0)
    const fits = shown.every(({ value, label }, k) => {
      if (k === 0) return true
      const before = shown[k - 1]!
      const distance = Math.abs(positionOf(value) - positionOf(before.value))
      return distance >= (sizeOf(label) + sizeOf(before.label)) / 2
    })
    if (fits) return shown
  }
  return ticks.slice(0, 1)
}

/** Between the labels of a vertical axis and the plot, in pixels. */
export const LABEL_PADDING = 8
/** Of a digit at the size of labels, in pixels: that of wide fonts. */
const DIGIT_WIDTH = 6.8

/** What the longest label of a vertical axis takes, about, in pixels. */
export const labelsWidth = ({ ticks }: Pick<ChartAxis, 'ticks'>): number =>
  Math.max(0, ...ticks.map(({ label }) => label.length * DIGIT_WIDTH))
