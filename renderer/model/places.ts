/** A place of the window, as the rail and the command palette list it. */
export interface Place {
  readonly path: string
  readonly label: string
  readonly icon: string
  /** What it is for, in a few words. */
  readonly hint: string
  /** As Nuxt UI's `defineShortcuts` writes keys. */
  readonly keys: string
}

/** In the order of the rail. */
export const PLACES: readonly Place[] = [
  {
    path: '/train',
    label: 'Train',
    icon: 'i-lucide-play',
    hint: 'Configure a network and train it',
    keys: 'g-t',
  },
  {
    path: '/runs',
    label: 'Runs',
    icon: 'i-lucide-chart-line',
    hint: 'Keep and compare trainings',
    keys: 'g-r',
  },
  {
    path: '/sweeps',
    label: 'Sweeps',
    icon: 'i-lucide-waypoints',
    hint: 'Train a recipe with many values, and see which do best',
    keys: 'g-s',
  },
  {
    path: '/digits',
    label: 'Digits',
    icon: 'i-lucide-pencil',
    hint: 'Draw a digit and read the answer',
    keys: 'g-d',
  },
  {
    path: '/inspect',
    label: 'Inspect',
    icon: 'i-lucide-microscope',
    hint: 'Look into one run: mistakes, diagnosis, gradient',
    keys: 'g-i',
  },
  {
    path: '/data',
    label: 'Data',
    icon: 'i-lucide-database',
    hint: 'Look at the images and get more',
    keys: 'g-a',
  },
]
