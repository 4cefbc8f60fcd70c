import { z } from 'zod'
import { CHECK_NAMES } from './checks.ts'
import { LECTURE_RUNS } from '../runs-state.ts'
import { STOP_STATE_NAMES } from './stop-states.ts'

const words = z.string().min(1)

/** A stop of the guided path: what is seen, one question, and what is said afterwards. */
const stopSchema = z.strictObject({
  id: z.string().regex(/^[a-z-]+$/),
  title: words,
  /** The page of the lecture that it belongs to. */
  page: words,
  /** Whether the short path stops here, too. */
  isShort: z.boolean(),
  /** What its time is made of besides reading, see `secondsOf`; counted by doing it. */
  time: z.strictObject({
    /** Clicks, drags and entries of the answer, `Check` and `Next` among them. */
    actions: z.int().min(1).max(30),
    /** Words of the view that are read besides those of the stop. */
    screen: z.int().min(0).max(200),
    /** Seconds to look and think: 30, or 60 where something is calculated or tried. */
    think: z.union([z.literal(30), z.literal(60)]),
    /** Seconds of training meanwhile, on two cores. */
    wait: z.int().min(0).max(120),
  }),
  view: z.enum(['functions', 'microscope', 'descent', 'depth', 'inside', 'data', 'runs']),
  /** Runs of the lecture's network that it looks at; those that are not there can be trained at the stop. */
  runs: z.array(z.enum(LECTURE_RUNS)).default([]),
  /** Name of the state that the view begins with. */
  state: z.enum(STOP_STATE_NAMES),
  /** At most sixty words on what is to be seen. */
  says: words.refine((text) => text.split(/\s+/).length <= 60, 'Expected at most 60 words'),
  ask: words,
  /** `number`: it is typed in; `state`: the view is brought to it. */
  answer: z.enum(['number', 'state']),
  /** What the number is called. */
  label: words.optional(),
  /** Questions with options to choose from, beside the number or the view. */
  choices: z
    .array(
      z.strictObject({
        id: words,
        label: words,
        options: z.array(z.strictObject({ id: words, label: words })).min(2),
      }),
    )
    .optional(),
  /** What a sentence that is asked for, too, is called. */
  sentence: words.optional(),
  check: z.enum(CHECK_NAMES),
  hint: words,
  after: words,
})

export type Stop = z.infer<typeof stopSchema>

/** The file of the guided path. */
export const pathSchema = z.strictObject({
  format: z.literal('backprop-learning-path'),
  version: z.literal(1),
  stops: z.array(stopSchema).min(1),
})
