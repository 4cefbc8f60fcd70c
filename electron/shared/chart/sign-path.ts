import type { SignsMark } from './chart.ts'

/** A sign that is no ring as the path of an SVG, to be stroked; an arrow's tip is at the point. */
export function signPath(sign: Exclude<SignsMark['sign'], 'ring'>, x: number, y: number): string {
  switch (sign) {
    case 'cross':
      return `M${x - 4} ${y - 4}l8 8m0 -8l-8 8`
    case 'above':
      return `M${x} ${y + 8}v-7m-4 4l4 -4l4 4`
    case 'below':
      return `M${x} ${y - 8}v7m-4 -4l4 4l4 -4`
  }
}
