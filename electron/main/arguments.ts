/**
 * The store that the command line names, as `--store FILE` or `--store=FILE`; undefined where it names none.
 * The other arguments are Electron's and Chromium's.
 */
export function readStoreArgument(args: readonly string[]): string | undefined {
  const index = args.findIndex((argument) => argument === '--store' || argument.startsWith('--store='))
  if (index === -1) return undefined
  const value = args[index] === '--store' ? args.at(index + 1) : args[index]!.slice('--store='.length)
  return value === undefined || value === '' ? undefined : value
}
