/** The pen digits that new recipes take. */
export const PEN_DIGITS = 'pen-digits-2'

/** The first edition of pen digits, which stays for the recipes that name it. */
export const FIRST_PEN_DIGITS = 'pen-digits'

/** The digits that the person of this account wrote and kept. */
export const MY_DIGITS = 'my-digits'

/** Whether a data set is pen digits, of any edition. */
export const isPenDigits = (name: string): boolean => name === PEN_DIGITS || name === FIRST_PEN_DIGITS

/**
 * Names of data sets in recipes. A folder goes by its absolute path on the machine where it was opened, and by
 * `folder:` and its base name where a recipe leaves that machine; its fingerprint then says which folder is meant.
 */
export const FOLDER_SCHEME = 'folder:'

/** Whether a name is an absolute path of any system: recipes come from other machines. */
export const isPath = (name: string): boolean => /^(\/|\\\\|[A-Za-z]:[\\/])/.test(name)

/** The base name of the folder that a data set's name stands for; null for one that is no folder. */
export function folderNameOf(name: string): string | null {
  if (name.startsWith(FOLDER_SCHEME)) return name.slice(FOLDER_SCHEME.length)
  if (!isPath(name)) return null
  return name.split(/[\\/]+/).findLast((part) => part !== '') ?? name
}

/** Whether a name is `folder:…`, without a path. */
export function isPortableFolder(name: string): boolean {
  return name.startsWith(FOLDER_SCHEME)
}
