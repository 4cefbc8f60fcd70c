import { numberNames } from '../../data/class-names.ts'
import { digitSideOf, drawingSide } from '../../data/network-input.ts'
import { layerSizes, parameterLayout } from '../../network/parameters.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import { encodeBase64 } from '../base64.ts'
import { escapeMarkup } from '../escape-markup.ts'
import { PAGE_MARK } from '../foreign-file.ts'
import { encodeText } from '../text.ts'
import type { FormatLimit, NamedText, WeightWriter, WrittenNetwork } from '../weight-format.ts'
import { findRoundingLimit, writtenPixels } from '../written-tensors.ts'
import { packParameters, PAGE_ELEMENTS, type PageData } from './page-data.ts'
import { PAGE_SCRIPT, PAGE_SCRIPT_SHA256, PAGE_STYLE, PAGE_STYLE_SHA256 } from './page-script.js'

/** Writes a network as one page with a drawing pad, which answers by itself. */
export const htmlWriter: WeightWriter = {
  findLimits: findHtmlLimits,
  write: (network) => encodeText(writePage(network)),
}

/** Parameters of a page, at most: 53 MB of base64, which a telephone's browser still opens. */
const MOST_PARAMETERS = 10_000_000

function findHtmlLimits(recipe: Recipe): FormatLimit[] {
  const limits = findRoundingLimit(recipe)
  const block = (code: string, message: string): void => void limits.push({ code, message, isBlocking: true })
  if (drawingSide(recipe.inputSize) === null) {
    block(
      'drawing',
      `The page turns a drawing into a square grey image, and ${count(recipe.inputSize)} inputs are none.`,
    )
  }
  const { length } = parameterLayout(recipe)
  if (length > MOST_PARAMETERS) {
    block(
      'size',
      `The page holds ${count(MOST_PARAMETERS)} parameters at most, and this network has ${count(length)}.`,
    )
  }
  return limits
}

const count = (value: number): string => value.toLocaleString('en-US')

/** Classes that are named where a person is asked to draw one. */
const MOST_NAMED = 12

function describeTask(classNames: readonly string[]): { what: string; invitation: string } {
  if (classNames.every((name, k) => name === String(k)) && classNames.length === 10) {
    return { what: 'digit', invitation: 'Draw a digit from 0 to 9 here' }
  }
  const named = classNames.slice(0, MOST_NAMED).join(', ')
  const more = classNames.length > MOST_NAMED ? ' …' : ''
  return { what: 'sign', invitation: `Draw one of these here: ${named}${more}` }
}

/** A JSON text that no reader of HTML takes for an end of its element. */
const embed = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

function dataElement(name: keyof typeof PAGE_ELEMENTS, content: string): string {
  const { type, id } = PAGE_ELEMENTS[name]
  return `<script type="${type}" id="${id}">${content}</script>`
}

const describeList = (texts: readonly NamedText[]): string =>
  texts.map(([name, text]) => `<dt>${escapeMarkup(name)}</dt><dd>${escapeMarkup(text)}</dd>`).join('\n')

/**
 * The page. Its policy lets nothing run or style but its own script and style sheet, by their hashes, and nothing be
 * loaded or sent. It says all that it can without the script, too.
 */
function writePage(network: WrittenNetwork): string {
  const { recipe, unknownFields, parameters, about } = network
  const sizes = layerSizes(recipe).join('-')
  const { name = `Network ${sizes}`, classNames, facts = [['Layers', sizes]], settings = [] } = about ?? {}
  const side = drawingSide(recipe.inputSize)!
  const data: PageData = { recipe, unknownFields, pixels: writtenPixels(network), classNames, side }
  const { what, invitation } = describeTask(classNames ?? numberNames(recipe.layers.at(-1)!.units))
  const box = digitSideOf(side)
  const title = escapeMarkup(name)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-${PAGE_SCRIPT_SHA256}'; style-src 'sha256-${PAGE_STYLE_SHA256}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
${PAGE_MARK}
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p>A neural network that reads what is drawn here. It works in this file alone: nothing is loaded, nothing is sent.</p>
</header>
<noscript><p class="problem">Drawing needs JavaScript, which is switched off in this browser.</p></noscript>
<main>
<section class="drawing" aria-label="Drawing">
<div class="pad-frame">
<canvas id="pad" role="application" aria-roledescription="drawing pad" aria-label="Drawing pad: draw a ${what} with mouse, pen or finger, or with the arrow keys; Space lowers and lifts the pen" tabindex="0"></canvas>
<p id="invitation" aria-hidden="true">${escapeMarkup(invitation)}</p>
<p id="pad-keys" aria-hidden="true" hidden></p>
</div>
<div class="tools">
<button type="button" id="undo" disabled>Undo</button>
<button type="button" id="redo" disabled>Redo</button>
<button type="button" id="clear" disabled>Clear</button>
</div>
<div class="seen">
<canvas id="seen" role="img" aria-label="The image as the network sees it" width="${side}" height="${side}"></canvas>
<div><h2>What the network sees</h2>
<p>${side} × ${side} grey levels, made the way MNIST was: the drawing is fitted into ${box} × ${box} pixels and its centre of mass is put in the middle.</p></div>
</div>
</section>
<section class="answer" aria-label="Answer">
<div class="answer-head"><output id="answer" aria-live="polite">?</output>
<div><p id="words">Draw on the pad.</p><p id="next"></p></div></div>
<table id="outputs" aria-label="Outputs of the network"><tbody></tbody></table>
<p id="more" hidden></p>
</section>
<section class="about" aria-labelledby="about">
<h2 id="about">What this network is</h2>
<dl>
${describeList(facts)}
</dl>
${settings.length === 0 ? '' : `<details><summary>How it was trained</summary>\n<dl>\n${describeList(settings)}\n</dl></details>\n`}<p class="made">Made with Backprop Workbench.</p>
</section>
</main>
${dataElement('data', embed(data))}
${dataElement('parameters', encodeBase64(packParameters(parameters)))}
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`
}
