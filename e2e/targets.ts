import type { Page } from '@playwright/test'

const CONTROLS = 'button, a[href], input, select, textarea, summary, [contenteditable="true"], [role="button"], [role="tab"], [role="radio"], [role="checkbox"], [role="switch"], [role="menuitem"], [role="menuitemradio"], [role="menuitemcheckbox"], [role="option"], [role="slider"], [role="link"]'
/** A screen rounds to its own pixels. */
const ROUNDING = 1

/**
 * The controls that a thumb may miss: what answers to a touch around their middle is narrower or lower than 44 px, with all that lies over them. Each is brought into sight first.
 * What WCAG 2.5.8 leaves out is left out here: `allowed` names it.
 */
export function smallTargets(page: Page, allowed: string, within = 'body'): Promise<readonly string[]> {
  return page.evaluate(({ controls, least, exceptions, inside }) => {
    const small: string[] = []
    for (const control of document.querySelector(inside)!.querySelectorAll<HTMLElement>(controls)) {
      if (control.matches(':disabled, [aria-disabled="true"]') || (exceptions !== '' && control.closest(exceptions) !== null)) continue
      const label = control instanceof HTMLInputElement ? control.labels?.[0] : undefined
      if (!control.checkVisibility({ visibilityProperty: true }) && !label?.checkVisibility({ visibilityProperty: true })) continue
      const seen = control.getBoundingClientRect()
      if ((seen.width <= 1 || seen.height <= 1) && !label) continue
      const target = label ?? control
      const hits = (x: number, y: number) => { const at = document.elementFromPoint(x, y); return at !== null && (control.contains(at) || target.contains(at)) }
      const middle = () => { const { left, top, width, height } = target.getBoundingClientRect(); return [left + width / 2, top + height / 2] as const }
      const scrolled: (readonly [Element, number, number])[] = []
      for (let up: Element | null = control; up; up = up.parentElement) scrolled.push([up, up.scrollLeft, up.scrollTop])
      const back = () => { for (const [one, x, y] of scrolled) { one.scrollLeft = x; one.scrollTop = y } }
      const measured = (): readonly [number, number] | undefined => {
        const [x, y] = middle()
        if (!hits(x, y)) return undefined
        const reach = (dx: number, dy: number) => { let far = 0; while (far < least && hits(x + dx * (far + 1), y + dy * (far + 1))) far++; return far }
        return [reach(-1, 0) + reach(1, 0) + 1, reach(0, -1) + reach(0, 1) + 1]
      }
      const isLarge = (size: readonly [number, number] | undefined) => size !== undefined && size[0] >= least && size[1] >= least
      let size = measured()
      // What stands at the edge of its list is cut there.
      if (!isLarge(size)) {
        control.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })
        size = measured()
      }
      back()
      // What lies under a window that is open is not there for now.
      if (size === undefined || isLarge(size)) continue
      const name = control.getAttribute('aria-label') ?? (control.textContent?.trim().slice(0, 40) || control.title || control.outerHTML.slice(0, 60))
      small.push(`${control.tagName.toLowerCase()}.${String(control.className).replace(/_/g, ' ').trim().split(' ')[0] ?? ''} in ${[...function* () { for (let up = control.parentElement; up; up = up.parentElement) if (up.className && typeof up.className === 'string') yield up.className.split(' ')[0] }()].slice(0, 2).join('<')} "${name}" ${size.join('x')}`)
    }
    return small
  }, { controls: CONTROLS, least: 44 - ROUNDING, exceptions: allowed, inside: within })
}
