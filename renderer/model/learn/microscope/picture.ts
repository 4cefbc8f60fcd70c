/*
 * Where everything of a small network stands in the microscope's picture: fixed columns, one for each quantity of a layer
 * (expanded) or one for each layer (folded). Positions in pixels of the picture, layers from 1, units from 0.
 */

import { placeLabels } from './picture-labels.ts'
import { nameLines } from './picture-texts.ts'
import { symbolOf } from './picture-words.ts'

/** The units of one layer that are drawn. */
export interface PictureLayer {
  /** Indices of the units that are drawn, from the top. */
  readonly units: readonly number[]
  /** How many further units one rest node stands for; 0: all are drawn. */
  readonly rest: number
  readonly batchNorm?: boolean
}

export interface PictureShape {
  /** The inputs first, the output layer last. */
  readonly layers: readonly PictureLayer[]
  /** Whether a unit's sum, its normalization and its activation are nodes of their own. */
  readonly isExpanded: boolean
}

export interface PictureSize {
  readonly width: number
  readonly height: number
}

export type NodeKind =
  'input' | 'sum' | 'normalized' | 'scaled' | 'output' | 'wanted' | 'loss' | 'one' | 'rest'

export interface PictureNode {
  /** The quantity that it shows; for what is none, a bias node's 1 or a rest, a name of its own. */
  readonly id: string
  readonly kind: NodeKind
  /** Layer from 1; 0 for inputs. */
  readonly layer: number
  /** Unit from 0; −1 where it belongs to no unit. */
  readonly unit: number
  readonly x: number
  readonly y: number
  /** Half of its height. */
  readonly radius: number
  /** Half of its width: a low node is wide enough for its number. */
  readonly halfWidth: number
  /** In which line above it its name stands, 0 the nearest. */
  readonly nameLine: number
}

export interface PictureEdge {
  /** The weight or bias that it carries, or the two nodes that it joins. */
  readonly id: string
  /** Whether it carries a weight or bias, which has a value of its own. */
  readonly isParameter: boolean
  readonly layer: number
  readonly from: string
  readonly to: string
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
  /** Where its number stands. */
  readonly labelX: number
  readonly labelY: number
}

/** A column of the picture: what stands above it, and its nodes. */
export interface PictureColumn {
  readonly kind: NodeKind
  readonly layer: number
  readonly x: number
  readonly nodes: readonly PictureNode[]
}

export interface Picture {
  readonly columns: readonly PictureColumn[]
  readonly nodes: readonly PictureNode[]
  readonly edges: readonly PictureEdge[]
  readonly byId: ReadonlyMap<string, PictureNode>
}

/** Room above the units for the columns' heads and the bias nodes. */
const TOP = 64
const BOTTOM = 30
const SIDE = 34
const LARGEST_RADIUS = 22
/** For a name below the lowest nodes. */
const NAME_ROOM = 16
/** Gaps between columns: where weights stand, and within a layer. */
const GAPS = { weights: 2, within: 0.7 }

/** The columns of one layer, in the order of the forward pass; folded units show their output. */
function kindsOf(isExpanded: boolean, batchNorm: boolean): readonly NodeKind[] {
  if (!isExpanded) return ['output']
  return batchNorm ? ['sum', 'normalized', 'scaled', 'output'] : ['sum', 'output']
}

/** The quantity that a node shows. */
export function quantityOf(kind: NodeKind, layer: number, unit: number): string {
  switch (kind) {
    case 'input':
      return `x:${unit}`
    case 'sum':
      return `z:${layer}:${unit}`
    case 'normalized':
      return `hat:${layer}:${unit}`
    case 'scaled':
      return `s:${layer}:${unit}`
    case 'output':
      return `y:${layer}:${unit}`
    case 'wanted':
      return `d:${unit}`
    case 'loss':
      return 'div'
    case 'one':
      return `one:${layer}`
    case 'rest':
      return `rest:${layer}`
  }
}

/** Half the width of a number of five digits, and of a sum over many. */
const NUMBER_HALF = { unit: 19, rest: 25 }

/** The columns of a network with the gaps between them, and the rows of its fullest column. */
function planColumns({ layers, isExpanded }: PictureShape) {
  const plan: { kind: NodeKind; layer: number }[] = [{ kind: 'input', layer: 0 }]
  layers.slice(1).forEach(({ batchNorm }, k) => {
    for (const kind of kindsOf(isExpanded, batchNorm === true)) plan.push({ kind, layer: k + 1 })
  })
  const outputLayer = layers.length - 1
  plan.push({ kind: 'wanted', layer: outputLayer }, { kind: 'loss', layer: outputLayer })

  const most = Math.max(...layers.map(({ units, rest }) => units.length + (rest > 0 ? 1 : 0)))
  const gaps = plan
    .slice(1)
    .map(({ layer, kind }, index) =>
      layer === plan[index]!.layer || kind === 'wanted' || kind === 'loss' ? GAPS.within : GAPS.weights,
    )
  return { plan, most, gaps, across: gaps.reduce((sum, gap) => sum + gap, 0) }
}

/** Room that a network takes at which its numbers have air: for a gap between columns, and for a row. */
const AIRY = { gap: 84, row: 92 }
const LARGEST_SCALE = 1.75

/** How much larger than its letters' usual size a network can be drawn in a place; at least 1. */
export function pictureScale(shape: PictureShape, { width, height }: PictureSize): number {
  const { most, across } = planColumns(shape)
  const room = [width / (2 * SIDE + across * AIRY.gap), height / (TOP + BOTTOM + most * AIRY.row)]
  return Math.max(1, Math.min(LARGEST_SCALE, ...room))
}

/**
 * Lays a network out; columns keep their places whatever is shown in them.
 * @param nameOf name of a quantity in the chosen notation; null where only symbols stand above nodes
 */
export function layOut(
  shape: PictureShape,
  { width, height }: PictureSize,
  nameOf: ((id: string) => string) | null = null,
): Picture {
  const { layers, isExpanded } = shape
  const outputLayer = layers.length - 1
  const { plan, most, gaps, across } = planColumns(shape)
  const rowHeight = (height - TOP - BOTTOM) / most
  const unitGap = (width - 2 * SIDE) / across
  const columnWidth = unitGap * GAPS.within
  const xs = gaps.reduce((all, gap) => [...all, all.at(-1)! + gap * unitGap], [SIDE])
  const radius = Math.max(12, Math.min(LARGEST_RADIUS, rowHeight * 0.34, columnWidth * 0.36))
  const middle = TOP + (height - TOP - BOTTOM) / 2

  const columns = plan.map(({ kind, layer }, column): PictureColumn => {
    const x = xs[column]!
    const { units, rest } = layers[layer]!
    const at = (of: NodeKind, unit: number, y: number, size = radius): PictureNode => ({
      id: quantityOf(of, layer, unit),
      kind: of,
      layer,
      unit,
      x,
      y,
      nameLine: 0,
      radius: size,
      halfWidth:
        of === 'one'
          ? size
          : Math.max(size, Math.min(NUMBER_HALF[of === 'rest' ? 'rest' : 'unit'], columnWidth * 0.45)),
    })
    if (kind === 'loss') return { kind, layer, x, nodes: [at('loss', -1, middle, radius * 1.15)] }
    const rows = units.length + (rest > 0 ? 1 : 0)
    const step = Math.min((height - TOP - BOTTOM) / rows, rowHeight * 1.6)
    const yOf = (row: number): number => middle + (row - (rows - 1) / 2) * step
    if (kind === 'wanted') {
      // Beside and below its output, clear of the derivative there and of the line to Div; its name is below it.
      const lowest = height - radius * 0.6 - NAME_ROOM
      const nodes = units.map((unit, row) => ({
        ...at(kind, unit, Math.min(lowest, yOf(row) + Math.min(step * 0.42, radius * 2.3)), radius * 0.8),
        x: x - columnWidth * 0.1,
      }))
      return { kind, layer, x, nodes }
    }
    const nodes = units.map((unit, row) => at(kind, unit, yOf(row)))
    const isLast = plan[column + 1]?.layer !== layer
    if (rest > 0 && isLast) nodes.push(at('rest', -1, yOf(units.length)))
    if (isLast && layer < outputLayer) nodes.push(at('one', -1, TOP - 22, 11))
    return { kind, layer, x, nodes }
  })

  const textOf = ({ id, kind }: PictureNode): string => {
    const name = nameOf === null ? '' : nameOf(id)
    return name === '' ? symbolOf(kind, isExpanded) : name
  }
  const lines = nameLines(
    columns.flatMap((column) => column.nodes),
    textOf,
  )
  const named = columns.map((column) => ({
    ...column,
    nodes: column.nodes.map((node) => ({ ...node, nameLine: lines.get(node.id) ?? 0 })),
  }))
  const nodes = named.flatMap((column) => column.nodes)
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const edges = placeLabels(edgesOf(layers, isExpanded, byId), nodes, (id) => {
    const node = byId.get(id)
    return node === undefined ? (nameOf?.(id) ?? '') : textOf(node)
  })
  return { columns: named, nodes, byId, edges }
}

function edgesOf(
  layers: readonly PictureLayer[],
  isExpanded: boolean,
  byId: ReadonlyMap<string, PictureNode>,
): Omit<PictureEdge, 'labelX' | 'labelY'>[] {
  const edges: Omit<PictureEdge, 'labelX' | 'labelY'>[] = []
  const join = (fromId: string, toId: string, layer: number, parameter?: string): void => {
    const from = byId.get(fromId)
    const to = byId.get(toId)
    if (from === undefined || to === undefined) return
    const length = Math.sqrt((to.x - from.x) ** 2 + (to.y - from.y) ** 2) || 1
    const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length]
    /** To the rim of a node, which is an ellipse for this. */
    const toward = ({ radius, halfWidth }: PictureNode): { x: number; y: number } => {
      const reach = 1 / Math.sqrt((dx / halfWidth) ** 2 + (dy / radius) ** 2)
      return { x: dx * reach, y: dy * reach }
    }
    const start = toward(from)
    const end = toward(to)
    const [x1, y1, x2, y2] = [from.x + start.x, from.y + start.y, to.x - end.x, to.y - end.y]
    edges.push({
      id: parameter ?? `${fromId} ${toId}`,
      isParameter: parameter !== undefined,
      layer,
      from: fromId,
      to: toId,
      ...{ x1, y1, x2, y2 },
    })
  }
  layers.slice(1).forEach(({ units, batchNorm }, k) => {
    const layer = k + 1
    const below = layers[k]!
    const belowKind: NodeKind = k === 0 ? 'input' : 'output'
    const kinds = kindsOf(isExpanded, batchNorm === true)
    for (const unit of units) {
      const first = quantityOf(kinds[0]!, layer, unit)
      for (const from of below.units) {
        join(quantityOf(belowKind, k, from), first, layer, `w:${layer}:${from}>${unit}`)
      }
      if (below.rest > 0) join(`rest:${k}`, first, layer)
      join(`one:${k}`, first, layer, `b:${layer}:${unit}`)
      kinds.slice(1).forEach((kind, index) => {
        join(quantityOf(kinds[index]!, layer, unit), quantityOf(kind, layer, unit), layer)
      })
    }
  })
  const last = layers.length - 1
  for (const unit of layers[last]!.units) {
    join(quantityOf('output', last, unit), 'div', last)
    join(quantityOf('wanted', last, unit), 'div', last)
  }
  return edges
}
