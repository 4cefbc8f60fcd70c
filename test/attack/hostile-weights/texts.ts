import { type HostileFile, MEGABYTE } from './hostile-file.ts'

/** Hostile JSON of network2.py, and what is no format at all. */
export const TEXTS: readonly HostileFile[] = [
  {
    name: 'sizes-of-10-9.json',
    make: () =>
      Buffer.from('{"sizes":[1000000000,1000000000,10],"weights":[[[1]],[[1]]],"biases":[[[1]],[[1]]]}'),
  },
  { name: 'nested.json', make: () => Buffer.from(`{"sizes":${'['.repeat(100_000)}${']'.repeat(100_000)}}`) },
  { name: 'values.json', make: () => Buffer.from(`{"sizes":[${'1,'.repeat(6 * MEGABYTE)}1]}`) },
  {
    name: 'mistake-at-the-end.json',
    make: () => Buffer.from(`{"weights":[${'1,'.repeat(1.9 * MEGABYTE)}1}`),
  },
  { name: 'comments.html', make: () => Buffer.from(`${'<!---->'.repeat(140)}x`) },
]
