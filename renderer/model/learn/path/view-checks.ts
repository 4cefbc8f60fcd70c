import type { DataState } from '../data-state.ts'
import type { Attempt, Check } from './check.ts'

const withPiles = (attempt: Attempt, piles: Partial<DataState['piles']>): Attempt => ({
  ...attempt,
  data: { ...attempt.data, piles: { ...attempt.data.piles, ...piles } },
})

/** Checks of stops in the views that look into a run and at its data. */
export const VIEW_CHECKS = {
  /** The change of the weights seen from the first epoch to the last, and why some pixels never change. */
  border: {
    passes: ({ inside: { kind, seen }, choices }) =>
      kind === 'change' && seen.first && seen.last && choices.why === 'no-ink',
    solve: (attempt) => ({
      ...attempt,
      inside: { ...attempt.inside, kind: 'change', seen: { first: true, last: true } },
      choices: { ...attempt.choices, why: 'no-ink' },
    }),
    explain: ({ inside: { kind, seen } }) => {
      if (kind !== 'change') return 'Switch from the weights to their change since the start.'
      if (!seen.first || !seen.last) return 'Go to the first epoch and to the last, or play.'
      return 'Point at a pixel of the rim: what is said of the images?'
    },
  },

  /** A bet made, and the race run to its end. */
  raced: {
    passes: ({ data: { race } }) => race.bet !== null && race.outcomes !== null && race.outcomes.length > 0,
    isMeasuredFirst: true,
    solve: (attempt) => ({
      ...attempt,
      data: { ...attempt.data, race: { ...attempt.data.race, bet: attempt.data.race.bet ?? 10 } },
    }),
    explain: ({ data: { race } }) => (race.bet === null ? 'Bet first.' : 'Now run the race to its end.'),
  },

  /** An epoch chosen, and the test error of that epoch looked at once. */
  choseBefore: {
    passes: ({ data: { piles } }) =>
      piles.chosen !== null && piles.looks.length === 1 && piles.looks[0] === piles.chosen,
    solve: (attempt) => {
      const { lecture } = attempt.runs.lecture
      const chosen = attempt.data.piles.chosen ?? (lecture ? lecture.setting.epochs - 1 : 0)
      return withPiles(attempt, { runId: lecture?.id ?? attempt.data.piles.runId, chosen, looks: [chosen] })
    },
    explain: ({ data: { piles } }) => {
      if (piles.chosen === null) return 'Choose an epoch by its validation error.'
      if (piles.looks.length === 0) return 'Now break the seal, once.'
      return piles.looks.length > 1
        ? `You looked ${piles.looks.length} times: then the test part has chosen, too. Start this stop anew.`
        : 'Another epoch was looked at than the one that is chosen now.'
    },
  },
} as const satisfies Record<string, Check>
