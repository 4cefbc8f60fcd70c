/** The value of a call that answers at once; what it throws rejects. */
export function promised<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(work()))
}
