const BLOCK = 512
/** The files of PyTorch's archive, one after another. */
const NAMES = ['sys_info', 'pickle', 'storages', 'tensors']

/** Whether bytes are a tar archive, by the mark in its first header. */
export const isTar = (bytes: Uint8Array): boolean => asciiAt(bytes, 257, 5) === 'ustar'

/** Whether bytes are the tar archive of PyTorch's first releases. */
export function isTorchTar(bytes: Uint8Array): boolean {
  if (!isTar(bytes)) return false
  let at = 0
  // Headers of directories and of long names may stand before.
  for (let k = 0; k < 8 && at + BLOCK <= bytes.length; k++) {
    const name = asciiAt(bytes, at, 100)
      .replace(/\0.*$/s, '')
      .replace(/^\.?\//, '')
    if (NAMES.includes(name)) return true
    const size = parseInt(asciiAt(bytes, at + 124, 12), 8)
    if (!(size >= 0)) return false
    at += BLOCK * (1 + Math.ceil(size / BLOCK))
  }
  return false
}

const asciiAt = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length))
