import { RUN_FILTER_FIELDS, runFilterChoices, runFilterKind } from '#shared/filter/run-filter.ts'

/** Operators that are offered after a field's name; flags take none. */
const OPERATORS = {
  number: ['>', '>=', '<', '<=', '=', '!='],
  date: ['=', '>=', '<=', '>', '<', '!='],
  text: ['=', 'contains', '!='],
  list: ['contains', '=', '!='],
  flag: [],
} as const

/** Words for days; a date is typed as it is. */
const DAYS = ['today', 'yesterday', 'last 7 days', 'last 30 days'] as const

/** What a filter that is being typed may go on with: whole texts, each begins with what is there. */
export function completeFilter(text: string): string[] {
  const day = /^(.*?([\w-]+)\s*(?:[=<>!:]+)\s*)([a-z\d ]*)$/i.exec(text)
  if (day !== null && runFilterKind(day[2]!) === 'date') return endings(day[1]!, day[3]!, DAYS)
  const value = /^((?:.*[\s(])?([\w-]+)\s*(?:[=:]|!=|\scontains\s)\s*)"?([^"=<>!:]*)$/i.exec(text)
  if (value !== null) {
    const named = endings('', value[3]!, runFilterChoices(value[2]!))
    if (named.length > 0) return named.map((name) => value[1]! + quoteWords(name))
  }
  const field = /^(.*?([\w-]+)\s+)$/.exec(text)
  const kind = field === null ? undefined : runFilterKind(field[2]!)
  if (kind !== undefined) return endings(field![1]!, '', OPERATORS[kind])
  const word = /^((?:.*[\s(])?)([a-z][\w-]*)$/i.exec(text)
  return word === null ? [] : endings(word[1]!, word[2]!, RUN_FILTER_FIELDS)
}

/** A name as the filter reads it: in quotes where it is more than a word. */
const quoteWords = (name: string): string => (/^[\w-]+$/.test(name) ? name : `"${name}"`)

/** Those that begin with what was typed of them, small and big letters alike, and are not typed to their end. */
function endings(before: string, typed: string, choices: readonly string[]): string[] {
  const start = typed.toLowerCase()
  return choices
    .filter((choice) => choice.toLowerCase().startsWith(start) && choice.length > typed.length)
    .map((choice) => before + choice)
}
