import type { PixelBox, Plane } from './grey-picture.ts'

/** Pixels of foreground that touch each other, at corners too. */
export interface Component {
  /** Indices into the plane. */
  readonly pixels: readonly number[]
  readonly box: PixelBox
  /** Whether it reaches the picture's edge. */
  readonly isAtEdge: boolean
}

/** Finds what hangs together, the largest first. Only what is above the threshold counts. */
export function findComponents({ values, width, height }: Plane, threshold: number): Component[] {
  const isSeen = new Uint8Array(values.length)
  const components: Component[] = []
  for (let start = 0; start < values.length; start++) {
    if (isSeen[start] === 1 || values[start]! <= threshold) continue
    const pixels = [start]
    isSeen[start] = 1
    let [left, top, right, bottom] = [width, height, 0, 0]
    // Grows while it is gone through.
    for (const index of pixels) {
      const x = index % width
      const y = (index - x) / width
      left = Math.min(left, x)
      right = Math.max(right, x + 1)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y + 1)
      for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
        for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
          const other = row * width + column
          if (isSeen[other] === 1 || values[other]! <= threshold) continue
          isSeen[other] = 1
          pixels.push(other)
        }
      }
    }
    const isAtEdge = left === 0 || top === 0 || right === width || bottom === height
    components.push({ pixels, box: { left, top, right, bottom }, isAtEdge })
  }
  return components.sort((a, b) => b.pixels.length - a.pixels.length)
}

/** Share of a frame's length that must be there, on each of its sides. */
const FRAME_COVER = 0.85

/** Depth of a frame's sides at most, as a share of its size: it may be drawn by hand or stand a little askew. */
const FRAME_DEPTH = 0.08

/**
 * Whether a component is a frame around something: along each side of its box it is there nearly from end to end, which
 * no digit is, not even a 0.
 */
export function isFrame({ pixels, box }: Component, stride: number): boolean {
  const width = box.right - box.left
  const height = box.bottom - box.top
  // What is mostly filled is a thick stroke.
  if (Math.min(width, height) < 8 || pixels.length > 0.5 * width * height) return false
  const depthX = Math.max(2, FRAME_DEPTH * width)
  const depthY = Math.max(2, FRAME_DEPTH * height)
  const sides = [new Uint8Array(height), new Uint8Array(height), new Uint8Array(width), new Uint8Array(width)]
  for (const index of pixels) {
    const x = (index % stride) - box.left
    const y = Math.floor(index / stride) - box.top
    if (x < depthX) sides[0]![y] = 1
    if (x >= width - depthX) sides[1]![y] = 1
    if (y < depthY) sides[2]![x] = 1
    if (y >= height - depthY) sides[3]![x] = 1
  }
  return sides.every((side) => side.reduce((sum, each) => sum + each, 0) >= FRAME_COVER * side.length)
}

/** A component smaller than this share of the digit's main one is dust, unless it lies close by. */
const DUST_SHARE = 0.03

/** How far parts of a digit lie from its main one at most, as a share of its longer side. */
const PART_GAP = 0.35

/**
 * Chooses the components that are the digit: the largest that does not reach the edge, and what belongs to it. Where all
 * reach the edge, the picture was cut tightly.
 */
export function chooseDigit(components: readonly Component[]): Component[] {
  const largest = components[0]
  if (largest === undefined) return []
  const inner = components.filter(({ isAtEdge }) => !isAtEdge)
  const main = inner.find(({ box }) => longerSide(box) >= 0.25 * longerSide(largest.box)) ?? largest
  const rest = main.isAtEdge ? components : inner
  const reach = PART_GAP * longerSide(main.box)
  return rest.filter(
    (each) =>
      each.pixels.length >= DUST_SHARE * main.pixels.length && gapBetween(each.box, main.box) <= reach,
  )
}

function longerSide({ left, top, right, bottom }: PixelBox): number {
  return Math.max(right - left, bottom - top)
}

function gapBetween(a: PixelBox, b: PixelBox): number {
  const gapX = Math.max(0, a.left - b.right, b.left - a.right)
  const gapY = Math.max(0, a.top - b.bottom, b.top - a.bottom)
  return Math.max(gapX, gapY)
}
