import { expect, it } from 'vitest'
import {
  ACTIVE_STATUSES,
  CLAIMABLE_STATUSES,
  canPause,
  canResume,
  canStop,
  hasEnded,
  isActive,
  RUN_STATUS_NAMES,
} from '#core/runs/run-status.ts'
import { canResumeSweep, isSweepActive, SWEEP_STATUSES, type SweepStatus } from '#core/runs/sweep-status.ts'

it('a run that a program holds can be stopped and has not ended, and no other can be stopped', () => {
  for (const status of RUN_STATUS_NAMES) {
    expect(canStop({ status })).toBe(isActive({ status }))
    if (isActive({ status })) expect(hasEnded({ status })).toBe(false)
    // What can be paused cannot go on, for it does.
    expect(canPause({ status }) && canResume({ status })).toBe(false)
  }
  expect([...ACTIVE_STATUSES].sort()).toEqual(['paused', 'queued', 'training'])
})

it('goes on from a pause, a stop, an interruption and a failure, and takes only what nobody holds', () => {
  const resumable = RUN_STATUS_NAMES.filter((status) => canResume({ status }))
  expect(resumable.sort()).toEqual(['failed', 'interrupted', 'paused', 'stopped'])
  expect([...CLAIMABLE_STATUSES].sort()).toEqual(['failed', 'interrupted', 'stopped'])
})

it('an interrupted run has not ended: its sweep takes it up again', () => {
  const ended = RUN_STATUS_NAMES.filter((status) => hasEnded({ status }))
  expect(ended.sort()).toEqual(['completed', 'diverged', 'failed', 'imported', 'stopped'])
})

it('sweeps that a program holds, and those that can go on', () => {
  const all = Object.keys(SWEEP_STATUSES) as SweepStatus[]
  expect(all.filter((status) => isSweepActive({ status })).sort()).toEqual(['paused', 'running'])
  expect(all.filter((status) => canResumeSweep({ status })).sort()).toEqual([
    'interrupted',
    'paused',
    'stopped',
  ])
})
