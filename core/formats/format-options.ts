import { FormatError } from './format-error.ts'
import type { ChosenOptions, WeightFormat } from './weight-format.ts'

/**
 * What is taken for each option of a format: what was given, or the first choice.
 * @throws FormatError for an option or a choice that the format does not have
 */
export function chooseOptions(
  { title, options = [] }: Pick<WeightFormat, 'title' | 'options'>,
  given: ChosenOptions = {},
): ChosenOptions {
  const names = options.map(({ name }) => name)
  const strange = Object.keys(given).find((name) => !names.includes(name))
  if (strange !== undefined) {
    const expected = names.length === 0 ? 'no options' : `the option ${names.join(' or ')}`
    throw new FormatError(`${title}: expected ${expected}, got '${strange}'`)
  }
  return Object.fromEntries(
    options.map(({ name, choices }) => {
      const value = given[name] ?? choices[0]!.value
      if (choices.some((choice) => choice.value === value)) return [name, value]
      const values = choices.map((choice) => choice.value).join(' or ')
      throw new FormatError(`${title}, ${name}: expected ${values}, got '${value}'`)
    }),
  )
}
