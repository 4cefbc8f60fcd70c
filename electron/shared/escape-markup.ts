export { escapeMarkup } from '#core/formats/escape-markup.ts'
