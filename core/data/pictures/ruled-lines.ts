import { type Plane, quantile } from './grey-picture.ts'

/** Slopes that are tried: paper seldom lies quite straight. */
const SLOPES = Array.from({ length: 25 }, (_, k) => (k - 12) / 100)

/** Share of the picture's width, or height, over which a line must run. */
const LINE_COVER = 0.7

/** Fewer lines in one direction are no ruled paper: digits have one straight stroke, some 7 and 2 have two. */
const FEWEST_LINES = 2

/** Lines nearer to each other than this share of the picture's longer side are one. */
const LEAST_DISTANCE = 0.04

interface Line {
  readonly offset: number
  readonly slope: number
}

/**
 * Takes the lines of ruled or squared paper off, upright ones and level ones; where a stroke crosses a line, it stays.
 * @param foreground shares of foreground, changed in place
 * @param threshold above which a pixel belongs to a line or a stroke
 */
export function removeRuledLines(foreground: Plane, threshold: number): void {
  const { values, width, height } = foreground
  const level = findLines(width, height, (along, across) => values[across * width + along]! > threshold)
  const upright = findLines(height, width, (along, across) => values[along * width + across]! > threshold)
  const taken = [
    ...level.flatMap((line) => pixelsOf(line, width, height, (along, across) => across * width + along)),
    ...upright.flatMap((line) => pixelsOf(line, height, width, (along, across) => along * width + across)),
  ]
  for (const index of taken) values[index] = 0

  function pixelsOf(
    line: Line,
    length: number,
    depth: number,
    indexOf: (along: number, across: number) => number,
  ): number[] {
    const runs: { along: number; first: number; last: number }[] = []
    for (let along = 0; along < length; along++) {
      const across = Math.round(line.offset + line.slope * (along - length / 2))
      const isIn = (place: number): boolean =>
        place >= 0 && place < depth && values[indexOf(along, place)]! > threshold
      const centre = [across, across - 1, across + 1].find(isIn)
      if (centre === undefined) continue
      let [first, last] = [centre, centre]
      while (isIn(first - 1)) first--
      while (isIn(last + 1)) last++
      runs.push({ along, first, last })
    }
    // The thinnest parts are the line alone; elsewhere a stroke may lie on it.
    const thickness = quantile(
      Float64Array.from(runs, ({ first, last }) => last - first + 1),
      0.15,
    )
    return runs
      .filter(({ first, last }) => last - first + 1 <= 2 * thickness + 1)
      .flatMap(({ along, first, last }) => {
        const found: number[] = []
        // One pixel beyond on each side is the line's soft edge.
        for (let across = Math.max(0, first - 1); across <= Math.min(depth - 1, last + 1); across++) {
          found.push(indexOf(along, across))
        }
        return found
      })
  }
}

/** Straight lines that run through the picture in one direction, found by votes of all pixels for slope and offset. */
function findLines(
  length: number,
  depth: number,
  isForeground: (along: number, across: number) => boolean,
): Line[] {
  const margin = Math.ceil(0.12 * (length / 2)) + 1
  const stride = depth + 2 * margin
  const votes = new Int32Array(SLOPES.length * stride)
  for (let across = 0; across < depth; across++) {
    for (let along = 0; along < length; along++) {
      if (!isForeground(along, across)) continue
      for (let k = 0; k < SLOPES.length; k++) {
        const offset = Math.round(across - SLOPES[k]! * (along - length / 2))
        votes[k * stride + offset + margin]!++
      }
    }
  }
  const candidates: (Line & { readonly count: number })[] = []
  votes.forEach((count, index) => {
    if (count < LINE_COVER * length) return
    const k = Math.floor(index / stride)
    candidates.push({ count, slope: SLOPES[k]!, offset: (index % stride) - margin })
  })
  candidates.sort((a, b) => b.count - a.count)
  const lines: Line[] = []
  const distance = LEAST_DISTANCE * Math.max(length, depth)
  for (const { offset, slope } of candidates) {
    if (lines.every((line) => Math.abs(line.offset - offset) > distance)) lines.push({ offset, slope })
  }
  return lines.length >= FEWEST_LINES ? lines : []
}
