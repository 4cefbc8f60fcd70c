import type { ChartTick } from './chart.ts'

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
