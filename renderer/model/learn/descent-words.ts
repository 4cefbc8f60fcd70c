import type { DescentFunctionId } from '#core/explain/descent/functions.ts'

/** What each function is called, its formula, and what is to be seen on it. */
export const FUNCTION_WORDS: Readonly<
  Record<DescentFunctionId, { readonly name: string; readonly formula: string; readonly about: string }>
> = {
  parabola: { name: 'Parabola', formula: 'f(u) = u²', about: 'One variable, one lowest point.' },
  'two-valleys': {
    name: 'Two valleys',
    formula: 'f(u) = (u² − 1)² + 0.3 u',
    about: 'The left valley is deeper; the start decides which one is found.',
  },
  bowl: {
    name: 'Bowl',
    formula: 'f(u, v) = ½ (u² + 10 v²)',
    about: 'Ten times as steep along v as along u. Lines join points of equal value.',
  },
  valley: {
    name: 'Long valley',
    formula: 'f(u, v) = ½ (u² + 100 v²)',
    about: 'The steep direction limits the rate, and the flat one is left to crawl along.',
  },
  saddle: {
    name: 'Saddle',
    formula: 'f(u, v) = ½ u² + ¼ v⁴ − ½ v²',
    about:
      'Two lowest points, and between them a saddle where the gradient is 0 without being a lowest point.',
  },
}
