import { Button, Menu } from '@mantine/core'
import { Languages } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Locale } from '../../contract/values.ts'
import { languageNames, languages, localeOf, setLanguage } from '../i18n/i18n.ts'

/** The screen's language, each named in itself. `onChoose` hears of it, for screens that remember it. */
export function LanguageMenu({ onChoose }: { readonly onChoose?: (locale: Locale) => void }) {
  const { t, i18n } = useTranslation()
  const current = languageNames[localeOf(i18n.language)]
  const choose = (locale: Locale) => {
    setLanguage(locale)
    onChoose?.(locale)
  }
  return (
    <Menu>
      <Menu.Target>
        <Button
          variant="subtle"
          leftSection={<Languages aria-hidden size={24} />}
          aria-label={`${t('language.choose')}: ${current}`}
        >
          {current}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {languages.map((locale) => (
          <Menu.Item key={locale} lang={locale} onClick={() => choose(locale)}>
            {languageNames[locale]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
