import { lazy, Suspense, useState, type ReactNode } from 'react'
import type { MenuGroup, MenuPlace } from './Menu.tsx'

const Menu = lazy(async () => ({ default: (await import('./Menu.tsx')).Menu }))

interface LateMenuProps<Value extends string> { readonly className: string | undefined; readonly label?: string; readonly groups: readonly MenuGroup<Value>[]; readonly place: MenuPlace; readonly children: ReactNode }

/** A button with a menu. The button stands from the first picture on; what opens comes after it, and a click that was too early is not lost. */
export function LateMenu<Value extends string>({ className, label, groups, place, children }: LateMenuProps<Value>) {
  const [clicked, setClicked] = useState(false)
  const button = { className, 'aria-label': label, title: label, children }
  return (
    <Suspense fallback={<button type="button" aria-haspopup="menu" aria-expanded={false} onClick={() => setClicked(true)} {...button} />}>
      <Menu button={button} groups={groups as readonly MenuGroup<string>[]} place={place} openAtOnce={clicked} />
    </Suspense>
  )
}
