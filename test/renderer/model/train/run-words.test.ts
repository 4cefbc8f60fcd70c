import { expect, test } from 'vitest'
import type { RunStatus, RunSummary } from '#contract/types.ts'
import { briefTextOf, outcomeOf } from '../../../../renderer/model/train/run-words.ts'
import { epochOf, runOf } from '../../epochs.ts'

const epoch = epochOf(3, {
  trainLoss: 0.05,
  trainAccuracy: 0.96,
  validationLoss: 0.06,
  validationAccuracy: 0.9512,
  testLoss: 0.06,
  testCorrect: 9342,
  testTotal: 10000,
})
const run = (status: RunStatus, change: Partial<RunSummary> = {}): RunSummary =>
  runOf('784-30-10', { status, durationMs: 12_300, epochsDone: 4, best: epoch, last: epoch, ...change })

test('a finished run is reported in words, with its best epoch', () => {
  expect(outcomeOf(run('completed', { epochsDone: 30 }))).toEqual({
    tone: 'good',
    title: 'Finished 30 epochs in 12.3\u00a0s',
    text: 'At its best validation accuracy, in epoch 3, it read 95.12\u00a0% of the validation images right, and 93.42\u00a0% of the test images.',
  })
  expect(outcomeOf(run('stopped'))?.title).toBe('Stopped after 4 of 30 epochs')
})

test('a run that its stopping rule ended tells the rule’s reason before its best epoch', () => {
  const reason = { code: 'lost-patience', measure: 'validation-loss', epochs: 3, best: 3 } as const
  const patience = { measure: 'validation-loss', epochs: 3 } as const
  const { recipe } = run('completed')
  const stopped = { ...recipe, stopping: { ...recipe.stopping, patience } }
  expect(outcomeOf(run('completed', { epochsDone: 7, reason, recipe: stopped }))).toEqual({
    tone: 'good',
    title: 'Ended by its stopping rule after 7 of 30 epochs, in 12.3\u00a0s',
    text: `Stopped early: no better validation loss in 3 epochs; the best is epoch 3. At its lowest validation loss, in epoch 3, it read 95.12\u00a0% of the validation images right, and 93.42\u00a0% of the test images.`,
  })
})

test('a run that ended badly tells its reason and what is kept', () => {
  const divergence = { code: 'diverged', epoch: 1, loss: 1e9 } as const
  expect(outcomeOf(run('diverged', { reason: divergence, epochsDone: 1 }))?.text).toBe(
    'Diverged in epoch 1: the loss grew to 1.0·10⁹. A smaller learning rate usually helps, or an initializer that suits the activation. 1 epoch of 30 kept.',
  )
  expect(
    outcomeOf(run('failed', { reason: { code: 'not-stored', message: 'The disk is full' }, epochsDone: 0 }))
      ?.text,
  ).toBe('The disk is full. No epoch was finished.')
})

test('a run that waits for its sweep is not told to have been interrupted by the end of the program', () => {
  const waiting = outcomeOf(run('interrupted', { reason: { code: 'waits-at-rung', epochs: 4 } }))
  expect(waiting).toMatchObject({
    title: 'Waits for its sweep',
    text: 'Waits after 4 epochs for the other runs of its sweep. 4 epochs of 30 kept. It can go on from there, to the same result as without the interruption.',
  })
  const ended = outcomeOf(run('interrupted', { reason: { code: 'program-ended' } }))
  expect(ended?.text).toMatch(/^The program ended before the training did\. 4 epochs of 30 kept\./)
})

test.each(['queued', 'training', 'paused'] as const)('a run that is %s has no outcome yet', (status) => {
  expect(outcomeOf(run(status))).toBeNull()
})

test('a result that is no better than a guess is no success, whatever the class that is commonest', () => {
  const guessed = { ...epoch, validationAccuracy: 0.1015 }
  const failed = outcomeOf(run('completed', { epochsDone: 30, best: guessed, last: guessed }))!
  expect(failed.tone).toBe('bad')
  expect(failed.text).toBe(
    'Its result, 10.15\u00a0% in epoch 3, is no better than a guess: a guess among 10 classes is right on 10.00\u00a0%.',
  )
  const one = { accuracy: 0.1135, words: "always answering '1' is right on 11.35 % of the validation images" }
  const always = { ...epoch, validationAccuracy: 0.1135 }
  const stuck = run('stopped', { best: always, last: always })
  expect(outcomeOf(stuck)?.tone).toBe('neutral')
  expect(outcomeOf(stuck, one)).toMatchObject({
    tone: 'bad',
    text: expect.stringContaining(one.words) as string,
  })
  // Of nine images of ten of one class, 90 % is a guess, and 95 % is more.
  const most = { accuracy: 0.9, words: '' }
  const toneAt = (validationAccuracy: number) =>
    outcomeOf(run('completed', { best: { ...epoch, validationAccuracy } }), most)?.tone
  expect([toneAt(0.9), toneAt(0.95)]).toEqual(['bad', 'good'])
  // Without validation its last epoch stands for it, however good an earlier one was.
  const untested = { ...epoch, validationAccuracy: null, testTotal: 10_000 }
  const worse = run('completed', {
    best: { ...untested, testCorrect: 9000 },
    last: { ...untested, epoch: 9, testCorrect: 980 },
  })
  expect(outcomeOf(worse)?.text).toContain('9.80\u00a0% in epoch 9')
  expect(outcomeOf({ ...worse, last: worse.best })?.tone).toBe('good')
})

test('in few words, a run tells its reason or its best epoch, and a guess what it is held against', () => {
  expect(briefTextOf(run('completed', { epochsDone: 30 }))).toBe(
    'Best in epoch 3: validation 95.12\u00a0%, test 93.42\u00a0%.',
  )
  const reason = { code: 'lost-patience', measure: 'validation-loss', epochs: 3, best: 3 } as const
  expect(briefTextOf(run('completed', { epochsDone: 7, reason }))).toBe(
    'Stopped early: no better validation loss in 3 epochs; the best is epoch 3.',
  )
  const bad = { ...epoch, validationAccuracy: 0.1, testCorrect: 1000 }
  expect(briefTextOf(run('completed', { best: bad, last: bad }))).toBe(
    'Its result, 10.00\u00a0% in epoch 3, is no better than a guess (10.00\u00a0%).',
  )
  const divergence = { code: 'diverged', epoch: 1, loss: 1e9 } as const
  expect(briefTextOf(run('diverged', { reason: divergence, epochsDone: 1 }))).toBe(
    'Diverged in epoch 1: the loss grew to 1.0·10⁹. 1 epoch of 30 kept.',
  )
  expect(briefTextOf(run('stopped', { best: null, last: null, epochsDone: 0 }))).toBe(
    'No epoch was finished.',
  )
})
