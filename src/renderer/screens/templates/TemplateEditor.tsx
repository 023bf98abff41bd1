import { Stack, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { TemplateKey } from '../../../contract/templates.ts'
import { PlaceholderChips } from './PlaceholderChips.tsx'
import classes from './TemplateEditor.module.css'
import { problemWords } from './template-words.ts'
import { problemsIn, type ShownTemplate, type TemplatesStore } from './templates-view-model.ts'
import { type TemplateField, useInsertion } from './use-insertion.ts'

interface TemplateEditorProps {
  readonly id: string
  readonly store: TemplatesStore
  readonly templateKey: TemplateKey
  readonly shown: ShownTemplate
}

/** The words themselves, written in the direction of their language. */
export function TemplateEditor({ id, store, templateKey, shown }: TemplateEditorProps) {
  const { t } = useTranslation('templates')
  const { change, save } = useStore(store)
  const { field, bind, insert } = useInsertion(change)
  const { draft, detail } = shown
  const problems = problemsIn(shown)
  const writing = { dir: templateKey.locale === 'fa' ? 'rtl' : 'ltr', lang: templateKey.locale } as const
  const fieldProps = (name: TemplateField) => {
    const wrong = problems.filter((each) => each.field === name).map((each) => problemWords(t, each))
    return {
      ...writing,
      ...bind(name),
      label: t(name),
      value: draft[name],
      error:
        wrong.length > 0 &&
        wrong.map((words) => (
          <span key={words} className={classes.problem}>
            {words}
          </span>
        )),
      onChange: (event: { currentTarget: { value: string } }) => change({ [name]: event.currentTarget.value }),
    }
  }
  return (
    <form
      id={id}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Stack>
        {templateKey.channel === 'email' && (
          <>
            <TextInput {...fieldProps('subject')} autoComplete="off" />
            <TextInput {...fieldProps('heading')} autoComplete="off" />
          </>
        )}
        <Textarea
          {...fieldProps('body')}
          // Under a long text nobody would see what is wrong with it.
          inputWrapperOrder={['label', 'error', 'input', 'description']}
          classNames={{ input: classes.body ?? '' }}
          {...(templateKey.channel === 'email' ? { description: t('bodyMore') } : {})}
        />
        <PlaceholderChips placeholders={detail.placeholders} inSubject={field !== 'body'} onInsert={insert} />
      </Stack>
    </form>
  )
}
