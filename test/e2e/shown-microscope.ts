import type { Page } from 'playwright-core'
import type { MicroscopeState } from '../../renderer/model/learn/microscope-state.ts'

/** A number of the table: as it is shown, and all its digits; null where there is none. */
export interface ShownNumber {
  readonly text: string
  readonly digits: string | null
}

/** All that the microscope shows of a network. */
export interface ShownMicroscope {
  readonly isExpanded: boolean
  /** Nodes and edges of the picture; labels null where they have no room. */
  readonly places: readonly {
    readonly id: string
    readonly words: string
    readonly labels: { readonly number: string; readonly derivative: string } | null
  }[]
  readonly table: readonly {
    readonly words: string
    readonly name: string
    readonly value: ShownNumber
    readonly slope: ShownNumber
  }[]
  /** Divergence now, after the update and gradient of each example, and last those of the whole. */
  readonly batch: readonly (readonly string[])[]
  /** Number and slope of the chosen value. */
  readonly chosen: readonly string[]
}

/** Sets the state of the microscope, goes to the last step and reads every number. The microscope is open, in a wide window. */
export async function readMicroscope(page: Page, state: MicroscopeState): Promise<ShownMicroscope> {
  return page.evaluate(async (wanted) => {
    interface Store {
      show: (state: unknown) => void
    }
    const root = document.querySelector('#app') as unknown as {
      __vue_app__: { config: { globalProperties: { $pinia: { _s: Map<string, Store> } } } }
    }
    // What follows from a change is drawn before the next message of the event loop.
    const drawn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))
    const all = (selector: string, within: ParentNode = document): Element[] => [
      ...within.querySelectorAll(selector),
    ]
    const text = (element: Element | null | undefined): string => element?.textContent.trim() ?? ''
    const press = async (name: string): Promise<void> => {
      const button = all('button').find(
        (each) => each.getAttribute('aria-label') === name || text(each) === name,
      )
      if (button === undefined) throw new Error(`No button ${name}`)
      ;(button as HTMLElement).click()
      await drawn()
    }

    root.__vue_app__.config.globalProperties.$pinia._s.get('learn-microscope')!.show(wanted)
    await drawn()
    await press('To the end')

    const places = all('[aria-label="The network"] [data-id]').map((mark) => {
      const labels = document.querySelector(`[data-of="${mark.getAttribute('data-id')!}"]`)
      return {
        id: mark.getAttribute('data-id')!,
        words: mark.getAttribute('aria-label')!,
        labels: labels && {
          number: text(labels.querySelector('.number')),
          derivative: text(labels.querySelector('.derivative')),
        },
      }
    })
    const fields = all('[aria-label="Chosen value"] dl dd').map((each) => {
      const field = each.querySelector('input')
      return field === null ? text(each) : field.value
    })

    await press('All values')
    const table = all('[aria-label="All values"] tbody tr:has(td)').map((row) => {
      const cells = all('td', row)
      const number = (cell: Element | undefined): { text: string; digits: string | null } => ({
        text: text(cell),
        digits: cell?.getAttribute('title') ?? null,
      })
      return {
        words: text(cells[0]),
        name: text(cells[1]),
        value: number(cells[2]),
        slope: number(cells[3]),
      }
    })

    await press('Mini-batch')
    const batch = all('[aria-label="Mini-batch"] :is(tbody, tfoot) tr').map((row) =>
      all('td.is-number', row).map(text),
    )
    return { isExpanded: wanted.isExpanded, places, table, batch, chosen: fields }
  }, state)
}
