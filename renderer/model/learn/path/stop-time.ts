import type { Stop } from './path-schema.ts'

/** Words that a person who reads slowly reads in a minute. */
const READING_SPEED = 150
/** Seconds for a click, a drag or an entry. */
const ACTION = 5

/** All words of a stop, hint and options among them. */
const textsOf = ({ says, ask, hint, after, choices = [] }: Stop): string[] => [
  ...[says, ask, hint, after],
  ...choices.flatMap(({ label, options }) => [label, ...options.map((option) => option.label)]),
]

/** About how long a stop takes, in seconds, rounded up to 10: its words and those of the view read, its actions done, looked at and waited for. */
export function secondsOf(stop: Stop): number {
  const words = textsOf(stop).reduce((sum, text) => sum + text.split(/\s+/).length, 0)
  const { actions, screen, think, wait } = stop.time
  return 10 * Math.ceil(((60 * (words + screen)) / READING_SPEED + ACTION * actions + think + wait) / 10)
}

/** The minutes of several stops, rounded. */
export const minutesOf = (stops: readonly Stop[]): number =>
  Math.round(stops.reduce((sum, stop) => sum + secondsOf(stop), 0) / 60)
