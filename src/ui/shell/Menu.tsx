import { DropdownMenu } from 'radix-ui'
import { Fragment, type ComponentProps } from 'react'
import controls from '../styles/controls.module.css'

/** What is there to choose. With `chosen` the choice is a state that shows; without it, something that is done. */
export interface MenuGroup<Value extends string> { readonly items: readonly { readonly value: Value; readonly text: string }[]; readonly chosen?: Value; choose(value: Value): void }
export type MenuPlace = Pick<ComponentProps<typeof DropdownMenu.Content>, 'align' | 'side' | 'sideOffset'>

interface MenuProps { readonly button: ComponentProps<typeof DropdownMenu.Trigger>; readonly groups: readonly MenuGroup<string>[]; readonly place: MenuPlace; readonly openAtOnce: boolean }

export function Menu({ button, groups, place, openAtOnce }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false} defaultOpen={openAtOnce}>
      <DropdownMenu.Trigger {...button} />
      <DropdownMenu.Content className={controls.menu} {...place}>
        {groups.map((group, index) => <Fragment key={index}>{index > 0 && <DropdownMenu.Separator className={controls.separator} />}<Group {...group} /></Fragment>)}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}

function Group({ items, chosen, choose }: MenuGroup<string>) {
  if (chosen === undefined) return items.map(({ value, text }) => <DropdownMenu.Item key={value} className={controls.item} onSelect={() => choose(value)}>{text}</DropdownMenu.Item>)
  return (
    <DropdownMenu.RadioGroup value={chosen} onValueChange={choose}>
      {items.map(({ value, text }) => <DropdownMenu.RadioItem key={value} className={controls.item} value={value}>{text}</DropdownMenu.RadioItem>)}
    </DropdownMenu.RadioGroup>
  )
}
