/** Something that a person cannot read or reach in the window as it stands. */
export interface LayoutFault {
  readonly kind: 'overlap' | 'cut' | 'covered' | 'sideways' | 'page'
  /** What is wrong, in words. */
  readonly what: string
}

/**
 * Looks through the window for texts that overlap or are cut off, controls that lie under something else or that no
 * scrolling brings into sight, boxes that scroll sideways, and a page that scrolls as a whole. It runs in the page, so it refers to nothing outside.
 *
 * While a dialog or a menu is open it alone is looked at. A box may scroll sideways where it is meant to: where it has a
 * name and takes the focus, so that keys scroll it too.
 */
export function findLayoutFaults(): LayoutFault[] {
  interface Box {
    left: number
    top: number
    right: number
    bottom: number
  }
  interface PieceOfText {
    readonly parent: Element
    readonly text: string
    readonly box: Box
  }

  const CONTROLS =
    'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"]), [role=menuitem], [role=option], [role=tab], [role=radio], [role=switch], [role=checkbox]'
  const faults = new Map<string, LayoutFault>()
  const report = (kind: LayoutFault['kind'], what: string): void => {
    faults.set(kind + what, { kind, what })
  }

  const boxOf = (rect: DOMRect): Box => ({
    left: rect.left,
    top: rect.top,
    right: rect.right,
    bottom: rect.bottom,
  })
  const intersect = (a: Box, b: Box): Box => ({
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  })
  const widthOf = (box: Box): number => box.right - box.left
  const heightOf = (box: Box): number => box.bottom - box.top
  const windowBox: Box = { left: 0, top: 0, right: innerWidth, bottom: innerHeight }

  const styles = new Map<Element, CSSStyleDeclaration>()
  const styleOf = (element: Element): CSSStyleDeclaration => {
    const known = styles.get(element) ?? getComputedStyle(element)
    styles.set(element, known)
    return known
  }
  const scrolls = (element: Element, axis: 'x' | 'y'): boolean =>
    ['auto', 'scroll'].includes(axis === 'x' ? styleOf(element).overflowX : styleOf(element).overflowY)
  const clips = (element: Element, axis: 'x' | 'y'): boolean =>
    (axis === 'x' ? styleOf(element).overflowX : styleOf(element).overflowY) !== 'visible'
  /** The ancestors whose boxes can clip an element, from the inside out. */
  const ancestorsOf = (element: Element): Element[] => {
    const found: Element[] = []
    let isFixed = styleOf(element).position === 'fixed'
    for (let each = element.parentElement; each !== null && !isFixed; each = each.parentElement) {
      found.push(each)
      isFixed = styleOf(each).position === 'fixed'
    }
    return found
  }
  const isSeen = (element: Element): boolean =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true })

  /** The dialog, menu or list that an element belongs to; null for the place and its frame. */
  const layerOf = (element: Element): Element | null => element.closest('#layers > *')
  const isBehind = (element: Element): boolean => element.closest('[inert]') !== null

  const nameOf = (element: Element): string => {
    const words =
      [
        element.getAttribute('aria-label'),
        element.textContent,
        element.getAttribute('title'),
        element.getAttribute('placeholder'),
        element.id,
        element.getAttribute('class'),
      ].find((each) => each !== null && each.trim() !== '') ?? ''
    const role = element.getAttribute('role') ?? element.tagName.toLowerCase()
    return `${role} '${words.replace(/\s+/g, ' ').trim().slice(0, 40)}'`
  }

  function collectTexts(): PieceOfText[] {
    const pieces: PieceOfText[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement
      const text = node.textContent!.replace(/\s+/g, ' ').trim()
      if (parent === null || text === '' || parent.closest('script, style, option, title') !== null) continue
      if (!isSeen(parent) || isBehind(parent)) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      for (const rect of range.getClientRects()) {
        if (rect.width > 1 && rect.height > 1) pieces.push({ parent, text, box: boxOf(rect) })
      }
    }
    return pieces
  }

  /** What is left of a box inside an element after the clipping of its ancestors below another one. */
  function clipBelow(box: Box, element: Element, limit: Element | null): Box {
    let left = box
    for (const each of [element, ...ancestorsOf(element)]) {
      if (each === limit) break
      const own = boxOf(each.getBoundingClientRect())
      if (clips(each, 'x'))
        left = { ...left, left: Math.max(left.left, own.left), right: Math.min(left.right, own.right) }
      if (clips(each, 'y'))
        left = { ...left, top: Math.max(left.top, own.top), bottom: Math.min(left.bottom, own.bottom) }
    }
    return left
  }

  function commonAncestor(a: Element, b: Element): Element | null {
    for (let each: Element | null = a; each !== null; each = each.parentElement) {
      if (each.contains(b)) return each
    }
    return null
  }

  /** What an element sticks to the edge of its box with, below another one: rows are scrolled under the head of a table. */
  function stickyOf(element: Element, limit: Element | null): Element | null {
    for (let each: Element | null = element; each !== null && each !== limit; each = each.parentElement) {
      const { position, backgroundColor } = styleOf(each)
      if (position === 'sticky' && backgroundColor.startsWith('rgb(')) return each
    }
    return null
  }

  function findOverlaps(pieces: readonly PieceOfText[]): void {
    const sorted = [...pieces].sort((a, b) => a.box.top - b.box.top)
    for (const [k, piece] of sorted.entries()) {
      for (
        let other = k + 1;
        other < sorted.length && sorted[other]!.box.top < piece.box.bottom - 3;
        other++
      ) {
        const rival = sorted[other]!
        if (rival.parent === piece.parent && rival.text === piece.text) continue
        const shared = intersect(piece.box, rival.box)
        if (widthOf(shared) < 2 || heightOf(shared) < 4) continue
        if (layerOf(piece.parent) !== layerOf(rival.parent)) continue
        const limit = commonAncestor(piece.parent, rival.parent)
        if (stickyOf(piece.parent, limit) !== null || stickyOf(rival.parent, limit) !== null) continue
        const seen = intersect(
          clipBelow(piece.box, piece.parent, limit),
          clipBelow(rival.box, rival.parent, limit),
        )
        if (widthOf(seen) < 2 || heightOf(seen) < 4) continue
        const size = `${Math.round(widthOf(seen))} × ${Math.round(heightOf(seen))}`
        report('overlap', `'${piece.text.slice(0, 40)}' and '${rival.text.slice(0, 40)}' by ${size} pixels`)
      }
    }
  }

  /** A box whose part is clipped where nothing scrolls to it. */
  function findCut(box: Box, element: Element, name: string): void {
    let isFreeX = false
    let isFreeY = false
    for (const each of [element, ...ancestorsOf(element)]) {
      const own = boxOf(each.getBoundingClientRect())
      if (heightOf(own) <= 1 || widthOf(own) <= 1) return // For screen readers alone.
      const style = styleOf(each)
      const isEllipsis = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none'
      if (isEllipsis && clips(each, 'x')) {
        const left = Math.min(box.right, own.right) - Math.max(box.left, own.left)
        if (left < Math.min(20, widthOf(box) - 1)) report('cut', `${name} to ${Math.round(left)} pixels`)
        return
      }
      if (!isFreeX && scrolls(each, 'x')) isFreeX = true
      if (!isFreeY && scrolls(each, 'y')) isFreeY = true
      const isRoot = each === document.body || each === document.documentElement
      const limit = isRoot ? windowBox : own
      const overX = Math.max(limit.left - box.left, box.right - limit.right)
      const overY = Math.max(limit.top - box.top, box.bottom - limit.bottom)
      if (!isFreeX && clips(each, 'x') && overX > 2) {
        report('cut', `${name} by ${Math.round(overX)} pixels sideways`)
        return
      }
      if (!isFreeY && clips(each, 'y') && overY > 4) {
        report('cut', `${name} by ${Math.round(overY)} pixels`)
        return
      }
    }
  }

  /** Scrolls as the focus does, but not what is merely clipped, where no person could scroll it. */
  function scrollIntoSight(element: Element): void {
    element.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' })
    for (const each of ancestorsOf(element)) {
      if (!scrolls(each, 'y') && each.scrollTop !== 0) each.scrollTop = 0
      if (!scrolls(each, 'x') && each.scrollLeft !== 0) each.scrollLeft = 0
    }
  }

  function belongsTo(hit: Element, control: Element): boolean {
    if (control.contains(hit)) return true
    const label = hit.closest('label')
    if (label !== null && (label.contains(control) || label.htmlFor === control.id)) return true
    // Name and number of a quantity in a picture, which take a click for it.
    const named = hit.closest('[data-of]')?.getAttribute('data-of')
    if (named !== undefined && named === control.getAttribute('data-id')) return true
    // Icons and step buttons that a field has within its own frame.
    const frame = control.parentElement!
    if (control.matches('input, [role=combobox]') && frame.contains(hit)) return true
    return frame.contains(hit) && hit.closest(CONTROLS) === null && hit.textContent.trim() === ''
  }

  const covered = new Map<string, string[]>()
  function findCovered(control: Element): void {
    scrollIntoSight(control)
    const rect = control.getClientRects().item(0) ?? control.getBoundingClientRect()
    const seen = intersect(windowBox, clipBelow(boxOf(rect), control.parentElement!, null))
    if (widthOf(seen) < Math.min(8, rect.width) || heightOf(seen) < Math.min(8, rect.height)) {
      covered.set('nothing, out of reach', [...(covered.get('nothing, out of reach') ?? []), nameOf(control)])
      return
    }
    const y = (seen.top + seen.bottom) / 2
    for (const share of [0.5, 0.2, 0.8]) {
      const hit = document.elementFromPoint(seen.left + share * widthOf(seen), y)
      if (hit === null || belongsTo(hit, control) || hit.contains(control)) continue
      // A menu lies over what is below it for as long as it is open.
      if (layerOf(hit) !== null && layerOf(hit) !== layerOf(control)) continue
      const cover = nameOf(hit)
      covered.set(cover, [...(covered.get(cover) ?? []), nameOf(control)])
      return
    }
  }

  const pieces = collectTexts()
  findOverlaps(pieces)
  for (const { box, parent, text } of pieces) findCut(box, parent, `'${text.slice(0, 40)}'`)

  const elements = [...document.body.querySelectorAll('*')].filter((each) => isSeen(each) && !isBehind(each))
  for (const each of [document.documentElement, ...elements]) {
    const isMeant = (each as HTMLElement).tabIndex === 0 && each.getAttribute('aria-label') !== null
    if (scrolls(each, 'x') && each.scrollWidth > each.clientWidth + 1 && !isMeant) {
      report('sideways', `${nameOf(each)} by ${each.scrollWidth - each.clientWidth} pixels`)
    }
    if (scrolls(each, 'y') && each.parentElement !== null) {
      findCut(boxOf(each.getBoundingClientRect()), each.parentElement, nameOf(each))
    }
  }

  const { scrollHeight, clientHeight } = document.documentElement
  if (scrollHeight > clientHeight + 1) report('page', `scrolls by ${scrollHeight - clientHeight} pixels`)

  const scrolled = elements
    .filter((each) => each.scrollHeight > each.clientHeight || each.scrollWidth > each.clientWidth)
    .map((each) => ({ each, top: each.scrollTop, left: each.scrollLeft }))
  for (const control of elements) {
    if (!control.matches(CONTROLS) || control.closest('[aria-hidden=true]') !== null) continue
    const { width, height } = control.getBoundingClientRect()
    if (width <= 1 || height <= 1 || styleOf(control).pointerEvents === 'none') continue
    findCovered(control)
  }
  for (const [cover, controls] of covered) {
    const more = controls.length > 3 ? ` and ${controls.length - 3} more` : ''
    report('covered', `${controls.slice(0, 3).join(', ')}${more} by ${cover}`)
  }
  for (const { each, top, left } of scrolled) each.scrollTo({ top, left, behavior: 'instant' })
  return [...faults.values()]
}
