import { createRouter, createWebHashHistory, type Router } from 'vue-router'

const VIEWS = {
  '/train': () => import('./views/TrainView.vue'),
  '/runs': () => import('./views/RunsView.vue'),
  '/sweeps': () => import('./views/SweepsView.vue'),
  '/digits': () => import('./views/DigitsView.vue'),
  '/inspect': () => import('./views/InspectView.vue'),
  '/data': () => import('./views/DataView.vue'),
}

/** The lecture's views are many, and who does not open Learn does not load them. */
const LEARN = {
  path: '/learn',
  component: () => import('./views/LearnView.vue'),
  // The place shows the view that the address names; it is one component for all of them.
  children: [{ path: ':view', component: () => import('./views/LearnView.vue') }],
}

/** Hash history, so that the same files work under any address. */
export function createWindowRouter(): Router {
  const router = createRouter({
    history: createWebHashHistory(),
    routes: [
      ...Object.entries(VIEWS).map(([path, component]) => ({ path, component })),
      LEARN,
      { path: '/:rest(.*)*', redirect: '/train' },
    ],
  })
  keepEarlyAddress(router)
  void router.isReady().then(loadOtherViews)
  return router
}

/**
 * The router hears of a changed address only once the first place is there, and then writes that place's address over
 * it; a link that came meanwhile would be lost.
 */
function keepEarlyAddress(router: Router): void {
  let early: string | null = null
  const note = (event: HashChangeEvent): void => {
    early = new URL(event.newURL).hash.slice(1)
  }
  addEventListener('hashchange', note)
  const goThere = (): void => {
    removeEventListener('hashchange', note)
    if (early !== null) void router.push(early)
  }
  // An event of a change just before may be still on its way.
  void router.isReady().then(() => setTimeout(goThere))
}

/** Once the first place is there, the others are loaded, so that each opens at once. */
function loadOtherViews(): void {
  // Not every browser has `requestIdleCallback`.
  const whenIdle: (callback: () => void) => unknown =
    'requestIdleCallback' in globalThis ? requestIdleCallback : setTimeout
  whenIdle(() => {
    for (const load of Object.values<() => Promise<unknown>>(VIEWS)) {
      // A view that cannot be loaded now is tried again, and its failure shown, when it is opened.
      load().catch(() => undefined)
    }
  })
}
