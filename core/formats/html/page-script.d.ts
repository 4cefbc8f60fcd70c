/** The page's script, its style sheet, and the SHA-256 of each in base64; made from renderer/page/ by every script. */
export const PAGE_SCRIPT: string
export const PAGE_SCRIPT_SHA256: string
export const PAGE_STYLE: string
export const PAGE_STYLE_SHA256: string
