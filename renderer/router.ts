import { createRouter, createWebHashHistory, type Router } from 'vue-router'

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

const VIEWS = {
  '/train': () => import('./views/TrainView.vue'),
  '/runs': () => import('./views/RunsView.vue'),
  '/sweeps': () => import('./views/SweepsView.vue'),
  '/digits': () => import('./views/DigitsView.vue'),
  '/inspect': () => import('./views/InspectView.vue'),
  '/data': () => import('./views/DataView.vue'),
}

/** Hash history, so that the same files work under any address. */
export function createWindowRouter(): Router {
  const router = createRouter({
    history: createWebHashHistory(),
    routes: [
      ...Object.entries(VIEWS).map(([path, component]) => ({ path, component })),
      { path: '/:rest(.*)*', redirect: '/train' },
    ],
  })
  void router.isReady().then(loadOtherViews)
  return router
}

/** Once the first place is there, the others are loaded, so that each opens at once. */
function loadOtherViews(): void {
  // Not every browser tells when it is idle.
  const whenIdle: (callback: () => void) => unknown =
    'requestIdleCallback' in globalThis ? requestIdleCallback : setTimeout
  whenIdle(() => {
    for (const load of Object.values<() => Promise<unknown>>(VIEWS)) {
      // What cannot be loaded now is tried again, and told of, when it is opened.
      load().catch(() => undefined)
    }
  })
}
