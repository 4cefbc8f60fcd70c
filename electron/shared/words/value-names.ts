/**
 * What a value of a recipe's field is called where it is read: by the form's names in the window and in reports (`nameOfValue`),
 * by the recipe's own words on the command line, where a person types them.
 */
export type NameOfValue = (path: string, value: string) => string

/** The recipe's own word. */
export const ownWord: NameOfValue = (_path, value) => value
