import { useTranslation } from 'react-i18next'
import type { SmsSize } from '../../../contract/templates.ts'
import type { Locale } from '../../../contract/values.ts'
import classes from './SmsCounter.module.css'
import { characterWord } from './template-words.ts'

/** Places of one segment alone, and of each of several. */
const room = { gsm7: { single: 160, part: 153 }, ucs2: { single: 70, part: 67 } } as const

/** How many segments the message takes, which is its price, and why it takes more than it might. */
export function SmsCounter({ size, locale }: { readonly size: SmsSize; readonly locale: Locale }) {
  const { t } = useTranslation('templates')
  const { encoding, places, segments, costly } = size
  const { single, part } = room[encoding]
  return (
    <div role="status">
      <p className={classes.size}>
        {t('sms.segments', { count: segments })} · <bdi>{t(`sms.${encoding}`)}</bdi> ·{' '}
        {t('sms.places', { places, room: segments === 1 ? single : segments * part })}
      </p>
      {costly.length > 0 && (
        <p className={classes.why}>
          {locale === 'en' ? t('sms.costly') : t('sms.script')}
          {locale === 'en' && (
            <span className={classes.characters}>
              {costly.map((character) => (
                <bdi key={character} className={classes.character}>
                  {characterWord(character)}
                </bdi>
              ))}
            </span>
          )}
        </p>
      )}
    </div>
  )
}
