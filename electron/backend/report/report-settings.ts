import { compareSettings, type RunOfSettings } from '#shared/recipe-settings.ts'
import { nameOfValue } from '#shared/words/choice-names.ts'
import { nameOfField } from '#shared/words/field-names.ts'
import { markup, type Markup } from './markup.ts'

/** The settings in which runs differ as a table, and those that all have in common behind a fold. */
export function renderSettings(runs: readonly RunOfSettings[], heads: readonly Markup[]): Markup {
  const rows = compareSettings(runs, nameOfValue)
  const differing = rows.filter((row) => row.differs)
  const common = rows.filter((row) => !row.differs)
  const isOne = runs.length === 1
  return markup`${
    isOne
      ? null
      : differing.length === 0
        ? markup`<p>All recipes are the same.</p>`
        : markup`<div class="scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">Setting</th>
                  ${heads.map((head) => markup`<th scope="col">${head}</th>`)}
                </tr>
              </thead>
              <tbody>
                ${differing.map(
                  (row) =>
                    markup`<tr>
                      <th scope="row" title="${row.path}">${nameOfField(row.path)}</th>
                      ${row.texts.map((text) => markup`<td>${text ?? '–'}</td>`)}
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
  }
<details${isOne ? markup` open` : null}><summary>${isOne ? 'All settings' : `The ${common.length} settings that all have in common`}</summary>
<table><tbody>${common.map(
    (row) =>
      markup`<tr>
        <th scope="row" title="${row.path}">${nameOfField(row.path)}</th>
        <td>${row.texts[0] ?? '–'}</td>
      </tr>`,
  )}</tbody></table></details>`
}
