import { SegmentedControl, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { TemplateKey } from '../../../contract/templates.ts'
import { LoadingRows } from '../../ui/LoadingRows.tsx'
import { ProblemMessage } from '../../ui/ProblemMessage.tsx'
import { Quiet } from '../../ui/Quiet.tsx'
import { MailFrame } from './MailFrame.tsx'
import { SmsCounter } from './SmsCounter.tsx'
import classes from './TemplatePreviewPane.module.css'
import type { ShownTemplate, TemplatesStore } from './templates-view-model.ts'

interface TemplatePreviewPaneProps {
  readonly store: TemplatesStore
  readonly templateKey: TemplateKey
  readonly shown: ShownTemplate
}

const looks = ['light', 'dark', 'plain'] as const

/** The message as its reader would have it. */
export function TemplatePreviewPane({ store, templateKey, shown }: TemplatePreviewPaneProps) {
  const { t } = useTranslation('templates')
  const refreshPreview = useStore(store, (model) => model.refreshPreview)
  const [look, setLook] = useState<(typeof looks)[number]>('light')
  const { previewFailure } = shown
  const preview = shown.preview?.shown
  const writing = { dir: templateKey.locale === 'fa' ? 'rtl' : 'ltr', lang: templateKey.locale } as const
  return (
    <section className={classes.pane} aria-label={t('preview')}>
      <div>
        <Title order={2}>{t('preview')}</Title>
        <Quiet>{t('previewMore')}</Quiet>
      </div>
      {previewFailure && <ProblemMessage problem={previewFailure} onRetry={() => void refreshPreview()} />}
      {!preview && !previewFailure && <LoadingRows rows={4} />}
      {preview && preview.html !== null && (
        <>
          <p className={classes.subject}>
            <span className={classes.label}>{t('subject')}</span>
            <bdi {...writing}>{preview.subject}</bdi>
          </p>
          <SegmentedControl
            aria-label={t('look.label')}
            data={looks.map((value) => ({ value, label: t(`look.${value}`) }))}
            value={look}
            onChange={(value) => setLook(looks.find((each) => each === value) ?? 'light')}
          />
          {look === 'plain' ? (
            <p className={classes.text} {...writing}>
              {preview.text}
            </p>
          ) : (
            <MailFrame html={preview.html} scheme={look} title={t('frame')} />
          )}
        </>
      )}
      {preview && preview.html === null && (
        <p className={classes.text} {...writing}>
          {preview.text}
        </p>
      )}
      {preview?.sms && <SmsCounter size={preview.sms} locale={templateKey.locale} />}
    </section>
  )
}
