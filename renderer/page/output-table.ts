import { outputBars } from '../model/digits/output-bars.ts'
import type { PageAnswer } from './page-network.ts'

/** Outputs that are shown all together; of more, the largest are. */
const MOST_SHOWN = 20
const SHOWN_OF_MORE = 10

/** The table of outputs, a bar each. */
export class OutputTable {
  readonly #classNames: readonly string[]
  readonly #rows: readonly {
    readonly row: HTMLTableRowElement
    readonly name: HTMLElement
    readonly bar: HTMLElement
    readonly value: HTMLDataElement
  }[]

  constructor(table: HTMLTableElement, more: HTMLElement, classNames: readonly string[]) {
    this.#classNames = classNames
    const shown = classNames.length > MOST_SHOWN ? SHOWN_OF_MORE : classNames.length
    more.hidden = shown === classNames.length
    more.textContent = `The ${shown} largest of ${classNames.length} outputs.`
    this.#rows = Array.from({ length: shown }, () => {
      const row = table.tBodies[0]!.insertRow()
      const name = row.appendChild(document.createElement('th'))
      name.scope = 'row'
      const bar = row.insertCell().appendChild(document.createElement('span'))
      bar.className = 'bar'
      const value = row.insertCell().appendChild(document.createElement('data'))
      return { row, name, bar, value }
    })
    this.show(null)
  }

  /** @param answer null: none is there */
  show(answer: PageAnswer | null): void {
    const bars = outputBars(answer, this.#classNames)
    const isPart = this.#rows.length < bars.length
    const outputOf = (digit: number): number => answer?.outputs[digit] ?? 0
    if (isPart) bars.sort((a, b) => outputOf(b.digit) - outputOf(a.digit))
    this.#rows.forEach(({ row, name, bar, value }, k) => {
      const { digit, text, left, width, isWinner, ...rest } = bars[k]!
      row.className = isWinner ? 'is-winner' : ''
      name.textContent = rest.name
      bar.style.left = `${left}%`
      bar.style.width = `${width}%`
      value.value = answer === null ? '' : String(outputOf(digit))
      value.textContent = text
    })
  }
}
