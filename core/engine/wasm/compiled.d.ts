/** The compiled kernels, in base64; `compiled.js` is made from kernels/ by `npm run build` and every script. */
export const COMPILED_KERNELS: Readonly<
  Record<'plain' | 'plainThreads' | 'relaxed' | 'relaxedThreads', string>
>
