import type { PicturedKind } from '#core/network/layer-pictures.ts'

/** The pages of the inside view, in the order of its tabs. */
export const INSIDE_PAGES = ['weights', 'units', 'layer', 'decision', 'favourites'] as const
export type InsidePage = (typeof INSIDE_PAGES)[number]

/** What the heat maps of units can show. */
export const UNIT_QUANTITIES = ['weightNorm', 'gradientNorm', 'meanOutput', 'flatShare'] as const
export type UnitQuantity = (typeof UNIT_QUANTITIES)[number]

export type InsidePart = 'train' | 'validation' | 'test'

/** Everything that the inside view shows of the current run follows from this. */
export interface InsideState {
  readonly page: InsidePage
  /** What is pictured of the first layer. */
  readonly kind: PicturedKind
  /** The epoch that is shown, of the kept ones; −1: before the first; null: the last. */
  readonly epoch: number | null
  /** Whether the change of the weights was looked at before the first epoch and at the last. */
  readonly seen: { readonly first: boolean; readonly last: boolean }
  /** The first unit of the pictures that are shown. */
  readonly from: number
  readonly quantity: UnitQuantity
  /** The chosen layer and its unit, both from 0. */
  readonly layer: number
  readonly unit: number
  /** A pixel of the chosen unit's picture, from 0; null: none is pointed at. */
  readonly pixel: number | null
  /** Of UMAP. */
  readonly seed: number
  /** The image whose decision is followed. */
  readonly image: { readonly part: InsidePart; readonly index: number }
}

const start: InsideState = {
  page: 'weights',
  kind: 'weights',
  epoch: null,
  seen: { first: false, last: false },
  from: 0,
  quantity: 'weightNorm',
  layer: 0,
  unit: 0,
  pixel: null,
  seed: 0,
  image: { part: 'validation', index: 0 },
}

/** States that a stop of the guided path or a person begins with. */
export const INSIDE_STATES = {
  start,
  /** What hidden units look for: weights as pictures; the change is to be chosen. */
  hidden: start,
  units: { ...start, page: 'units' },
  layer: { ...start, page: 'layer' },
  decision: { ...start, page: 'decision' },
  favourites: { ...start, page: 'favourites' },
} as const satisfies Record<string, InsideState>

/** Units of one page of pictures. */
export const UNITS_PER_PAGE = 60

/** Images on which units are looked at, and those that the last hidden layer is shown of. */
export const WATCHED_IMAGES = 500
export const SHOWN_IMAGES = 1000
/** Images among which a unit's favourites are searched. */
export const SEARCHED_IMAGES = 2000
/** Favourites that are shown. */
export const FAVOURITES = 24

/** Notes which ends of the change have been looked at. @param epochs the kept ones, in order */
export function noteSeen(state: InsideState, epochs: readonly number[]): InsideState {
  if (state.kind !== 'change' || epochs.length === 0) return state
  const shown = state.epoch ?? epochs.at(-1)!
  const seen = {
    first: state.seen.first || shown === epochs[0],
    last: state.seen.last || shown === epochs.at(-1),
  }
  return seen.first === state.seen.first && seen.last === state.seen.last ? state : { ...state, seen }
}

/** Which of the kept epochs is shown, from 0; the nearest before one that is not kept. */
export function shownIndexOf(epoch: number | null, epochs: readonly number[]): number {
  if (epoch === null) return Math.max(0, epochs.length - 1)
  return Math.max(
    0,
    epochs.findLastIndex((each) => each <= epoch),
  )
}
