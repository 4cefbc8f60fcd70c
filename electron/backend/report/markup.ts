import { escapeMarkup } from '#shared/escape-markup.ts'

/** HTML that is ready to be put into a page; text is none until `markup` has escaped it. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = Markup | string | number | null | readonly Part[]

/** HTML whose inserted texts are escaped; inserted markup stays, null is nothing, lists are joined. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.reduce((text, string, k) => text + write(parts[k - 1]!) + string))
}

function write(part: Part): string {
  if (part === null) return ''
  if (part instanceof Markup) return part.text
  if (typeof part === 'object') return part.map(write).join('')
  return escapeMarkup(String(part))
}
