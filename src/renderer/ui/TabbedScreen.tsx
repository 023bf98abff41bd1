import { Tabs, Title } from '@mantine/core'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './TabbedScreen.module.css'

interface ScreenTab<Name extends string> {
  readonly name: Name
  readonly label: string
  readonly icon: LucideIcon
}

interface TabbedScreenProps<Name extends string> {
  readonly title: string
  readonly tabs: readonly ScreenTab<Name>[]
  readonly shown: Name
  readonly onShow: (name: Name) => void
  /** What stands under the shown tab. It fills the screen and scrolls by itself. */
  readonly children: ReactNode
}

/** The frame of a section that has several pages: the title, a tab for each, and the one that is shown. */
export function TabbedScreen<Name extends string>(props: TabbedScreenProps<Name>) {
  const { title, tabs, shown, onShow, children } = props
  return (
    <main className={classes.screen}>
      <Title order={1} className={classes.title ?? ''}>
        {title}
      </Title>
      <Tabs
        className={classes.tabs ?? ''}
        keepMounted={false}
        value={shown}
        onChange={(value) => onShow(tabs.find(({ name }) => name === value)?.name ?? shown)}
      >
        <Tabs.List className={classes.list ?? ''} aria-label={title}>
          {tabs.map(({ name, label, icon: Icon }) => (
            <Tabs.Tab
              key={name}
              value={name}
              className={classes.tab ?? ''}
              leftSection={<Icon aria-hidden size={20} />}
            >
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map(({ name }) => (
          <Tabs.Panel key={name} value={name} className={classes.panel ?? ''}>
            {name === shown && children}
          </Tabs.Panel>
        ))}
      </Tabs>
    </main>
  )
}
