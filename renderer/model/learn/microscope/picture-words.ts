import type { Picture, PictureColumn, PictureNode } from './picture.ts'

/** What stands above a node that is drawn by itself; the others have no symbol. */
const SYMBOLS: Partial<Record<PictureNode['kind'], string>> = {
  sum: 'Σ',
  normalized: 'ẑ',
  scaled: 'γ, β',
  output: 'f',
  wanted: 'd',
  loss: 'Div',
}

/** The symbol above a node; empty where it has none: folded units show more than one quantity. */
export const symbolOf = (kind: PictureNode['kind'], isExpanded: boolean): string =>
  isExpanded || kind === 'loss' || kind === 'wanted' ? (SYMBOLS[kind] ?? '') : ''

const lastLayer = ({ nodes }: Picture): number => Math.max(...nodes.map(({ layer }) => layer))

const layerWords = (picture: Picture, layer: number): string =>
  layer === lastLayer(picture) ? 'output layer' : `hidden layer ${layer}`

/** Whether sums and outputs of a unit are nodes of their own. */
export const isExpandedPicture = ({ columns }: Picture): boolean => columns.some(({ kind }) => kind === 'sum')

/** What stands above a column; empty where the column before it says it. */
export function columnHead(picture: Picture, { kind, layer }: PictureColumn): string {
  if (kind === 'loss' || kind === 'wanted') return ''
  if (kind === 'input') return 'inputs'
  if (isExpandedPicture(picture) && kind !== 'sum') return ''
  return layerWords(picture, layer)
}

/** A column as a screen reader says it. */
export function columnWords(picture: Picture, { kind, layer }: PictureColumn): string {
  const of = layerWords(picture, layer)
  switch (kind) {
    case 'input':
      return 'Inputs'
    case 'sum':
      return `Sums of the ${of}`
    case 'normalized':
      return `Normalized sums of the ${of}`
    case 'scaled':
      return `Scaled sums of the ${of}`
    case 'output':
      return `Outputs of the ${of}`
    case 'wanted':
      return 'Wanted outputs'
    case 'loss':
    case 'one':
    case 'rest':
      return 'Divergence'
  }
}
