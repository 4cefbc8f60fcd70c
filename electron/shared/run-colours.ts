/**
 * Colours of runs in order, as the window has them (renderer/styles/tokens.css). They were searched for so that the least
 * distance of any two (CIEDE2000) is as great as could be found, greater among the first ten, and that each keeps a
 * contrast of 3:1 to the surface (the first ten in dark 5:1, where thin lines of less look washed out) and in light is no near-black, which thin lines and small dots are taken for; the first
 * eight are also told apart with the common kinds of colour blindness (a test has the distances).
 */
export const RUN_PALETTE: readonly { readonly light: string; readonly dark: string }[] = [
  { light: '#0163a6', dark: '#05b9ff' },
  { light: '#d67e00', dark: '#e58711' },
  { light: '#06a2af', dark: '#99ffcf' },
  { light: '#9f046c', dark: '#ff4470' },
  { light: '#006342', dark: '#dbf921' },
  { light: '#ab64ff', dark: '#ffdbff' },
  { light: '#aa0200', dark: '#9286ae' },
  { light: '#bc7f84', dark: '#92a398' },
  { light: '#39a923', dark: '#ffe1ba' },
  { light: '#684f00', dark: '#08ab05' },
  { light: '#ff0fb4', dark: '#b5c4da' },
  { light: '#0096ff', dark: '#2f91a3' },
  { light: '#692de1', dark: '#02fd3e' },
  { light: '#ff3c0f', dark: '#98914c' },
  { light: '#96871e', dark: '#68e4eb' },
  { light: '#e1004b', dark: '#fb2e07' },
  { light: '#8787a5', dark: '#f5c82a' },
  { light: '#784b4b', dark: '#4371f2' },
  { light: '#5a4b78', dark: '#fd7ffc' },
  { light: '#968778', dark: '#c68c7c' },
]

/** How many colours are told apart by people who see few; where more runs than these are compared, dashes help. */
const PLAIN_COLOURS = 8

/**
 * Dashes of lines, none first. Runs whose colours may be taken for each other differ in them, as do those that share a
 * colour because there are more runs than colours. None is like the dashes of the test part or of means of fewer runs.
 */
const RUN_DASHES: readonly (readonly number[])[] = [
  [],
  [12, 3],
  [12, 3, 3, 3],
  [7, 2],
  [16, 3, 3, 3, 3, 3],
  [7, 2, 2, 2],
]

/**
 * The dash of the lines of a run, in pixels of line and gap; empty for a full line.
 * @param colour counted from 1
 * @param round how many runs have the same colour already
 */
export function runDash(colour: number, round = 0): readonly number[] {
  const rows = Math.ceil(RUN_PALETTE.length / PLAIN_COLOURS)
  return RUN_DASHES[(Math.floor((colour - 1) / PLAIN_COLOURS) + rows * round) % RUN_DASHES.length]!
}

/** A run that asks for a colour. */
export interface ColouredRun {
  readonly id: string
  /** The colour that it is to have where it is free, counted from 1; null: any. */
  readonly preferred: number | null
}

/** The colour of a run, counted from 1, and the one that it asked for. */
export interface GivenColour {
  readonly colour: number
  /** Of its lines, in pixels of line and gap; empty for full ones. */
  readonly dash: readonly number[]
  readonly preferred: number | null
}

/**
 * Gives each run a colour that no other has, as long as there are enough; then each is used as often as the others.
 * Who had a colour before keeps it, then first come, first served.
 * @param before what was given the last time; who asks for another colour now is served anew
 */
export function giveColours(
  runs: readonly ColouredRun[],
  before: ReadonlyMap<string, GivenColour> = new Map(),
): ReadonlyMap<string, GivenColour> {
  const given = new Map<string, GivenColour>()
  const uses = RUN_PALETTE.map(() => 0)
  const give = ({ id, preferred }: ColouredRun, colour: number): void => {
    // Few runs are told apart by their colours alone: a dash would be taken for that of the test part.
    const dash = runs.length > PLAIN_COLOURS ? runDash(colour, uses[colour - 1]) : []
    given.set(id, { colour, preferred, dash })
    uses[colour - 1]!++
  }
  /** Whether a colour is used less than some other: while one is free, no second run takes one that is not. */
  const isLeast = (colour: number): boolean => uses[colour - 1] === Math.min(...uses)
  for (const run of runs) {
    const kept = before.get(run.id)
    if (kept?.preferred === run.preferred && isLeast(kept.colour)) give(run, kept.colour)
  }
  for (const run of runs) {
    if (!given.has(run.id) && run.preferred !== null && isLeast(run.preferred)) give(run, run.preferred)
  }
  for (const run of runs) {
    if (!given.has(run.id)) give(run, uses.indexOf(Math.min(...uses)) + 1)
  }
  return given
}

/** A colour, counted from 1, as a CSS value: `var(--run-3)`. */
export const runColour = (colour: number): string => `var(--run-${colour})`
