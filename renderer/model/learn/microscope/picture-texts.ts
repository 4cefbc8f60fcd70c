/*
 * The texts of the microscope's picture: where each stands beside its node or edge, and how much room it takes. In pixels
 * of the picture; y is that of a baseline.
 */

import type { PictureEdge, PictureNode } from './picture.ts'

/** What stands beside a node or an edge of the picture. */
export interface MarkLabels {
  /** Null where names are off. */
  readonly name: string | null
  /** Empty while it is not computed. */
  readonly number: string
  /** As in `∂ −0.382`; empty where it is not computed, or never formed. */
  readonly derivative: string
}

export interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Font sizes of numbers and of what stands beside them. */
const NUMBER_SIZE = 11
const SMALL_SIZE = 10
/** Between two lines of small text. */
export const TEXT_LINE = 11

/** Baselines below the middle of an edge's line; the line itself runs between number and derivative. */
export const EDGE_TEXT = { name: -16, number: -5, derivative: 13 }

/** Widths of letters over their font size, rather too wide than too narrow. */
const NARROW = /[.,·:()[\]il' ]/u
const RAISED = /[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁽⁾₀₁₂₃₄₅₆₇₈₉]/u
const widthOf = (letter: string): number => (RAISED.test(letter) ? 0.42 : NARROW.test(letter) ? 0.4 : 0.64)

function textWidth(text: string, size: number): number {
  let width = 0
  for (const letter of text) width += widthOf(letter) * size
  return width
}

/** The room of a text that is centred at x. */
export function textBox(text: string, x: number, y: number, size = SMALL_SIZE): Box {
  const half = textWidth(text, size) / 2 + 1
  return { left: x - half, right: x + half, top: y - 0.8 * size, bottom: y + 0.2 * size }
}

/** The least room that holds all of them; null for none. */
function around(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null
  return {
    left: Math.min(...boxes.map(({ left }) => left)),
    right: Math.max(...boxes.map(({ right }) => right)),
    top: Math.min(...boxes.map(({ top }) => top)),
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  }
}

/** The room of each text of an edge. */
export function edgeTextBoxes(
  { labelX: x, labelY: y }: Pick<PictureEdge, 'labelX' | 'labelY'>,
  { name, number, derivative }: MarkLabels,
): Box[] {
  return [
    ...(name ? [textBox(name, x, y + EDGE_TEXT.name)] : []),
    ...(number ? [textBox(number, x, y + EDGE_TEXT.number, NUMBER_SIZE)] : []),
    ...(derivative ? [textBox(derivative, x, y + EDGE_TEXT.derivative)] : []),
  ]
}

/** The room of all texts of an edge; null where it has none. */
export const edgeBox = (place: Pick<PictureEdge, 'labelX' | 'labelY'>, labels: MarkLabels): Box | null =>
  around(edgeTextBoxes(place, labels))

/** The shape of a node itself. */
export const shapeBox = ({ x, y, radius, halfWidth }: PictureNode): Box => ({
  left: x - halfWidth,
  right: x + halfWidth,
  top: y - radius,
  bottom: y + radius,
})

/** Where a node's name stands; that of a wanted output below it, as the derivative by the output is above. */
export const nameY = ({ kind, y, radius }: PictureNode, line = 0): number =>
  kind === 'wanted' ? y + 0.75 * radius + TEXT_LINE : y - radius - 4 - line * TEXT_LINE

export const derivativeY = ({ y, radius }: PictureNode): number => y + radius + TEXT_LINE

export const nodeNameBox = (node: PictureNode, name: string): Box =>
  textBox(name, node.x, nameY(node, node.nameLine))
export const nodeDerivativeBox = (node: PictureNode, derivative: string): Box =>
  textBox(derivative, node.x, derivativeY(node))

/** By how many square pixels two rooms overlap. */
export const overlapOf = (a: Box, b: Box): number =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top))

/** In how many lines names can stand one above the other. */
const NAME_LINES = 3

/**
 * In which line above its node each name stands, 0 the nearest: one of a pair that stands side by side moves up, where both
 * are wider than their place.
 * @param nameOf name or symbol of a node; empty where it has none
 */
export function nameLines(
  nodes: readonly PictureNode[],
  nameOf: (node: PictureNode) => string,
): Map<string, number> {
  const lines = new Map<string, number>()
  const taken: Box[] = []
  for (const node of nodes.toSorted((a, b) => a.x - b.x)) {
    const name = nameOf(node)
    if (name === '') continue
    const others = nodes.filter((other) => other !== node).map(shapeBox)
    const isClear = (line: number): boolean => {
      const box = textBox(name, node.x, nameY(node, line))
      return [...taken, ...others].every((other) => overlapOf(box, other) === 0)
    }
    const line = Array.from({ length: NAME_LINES }, (_, k) => k).find(isClear) ?? 0
    lines.set(node.id, line)
    taken.push(textBox(name, node.x, nameY(node, line)))
  }
  return lines
}
