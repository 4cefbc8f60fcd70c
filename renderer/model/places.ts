import type { KeyId } from './keys.ts'

/** A place of the window, as the rail and the command palette list it. */
export interface Place {
  readonly path: string
  readonly label: string
  readonly icon: string
  /** What it is for, in a few words. */
  readonly hint: string
  readonly keys: KeyId
}

/** In the order of the rail. */
export const PLACES: readonly Place[] = [
  {
    path: '/train',
    label: 'Train',
    icon: 'i-lucide-play',
    hint: 'Configure a network and train it',
    keys: 'goToTrain',
  },
  {
    path: '/runs',
    label: 'Runs',
    icon: 'i-lucide-chart-line',
    hint: 'Keep and compare trainings',
    keys: 'goToRuns',
  },
  {
    path: '/sweeps',
    label: 'Sweeps',
    icon: 'i-lucide-waypoints',
    hint: 'Train a recipe with many values, and see which do best',
    keys: 'goToSweeps',
  },
  {
    path: '/digits',
    label: 'Digits',
    icon: 'i-lucide-pencil',
    hint: 'Draw a digit and read the answer',
    keys: 'goToDigits',
  },
  {
    path: '/inspect',
    label: 'Inspect',
    icon: 'i-lucide-microscope',
    hint: 'Look into one run: mistakes, diagnosis, gradient',
    keys: 'goToInspect',
  },
  {
    path: '/learn',
    label: 'Learn',
    icon: 'i-lucide-graduation-cap',
    hint: 'The lecture, live on your own network',
    keys: 'goToLearn',
  },
  {
    path: '/data',
    label: 'Data',
    icon: 'i-lucide-database',
    hint: 'Look at the images and get more',
    keys: 'goToData',
  },
]
