import { Button, Collapse } from '@mantine/core'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { ProviderView } from '../../../../contract/providers.ts'
import classes from './FormFields.module.css'
import { ProviderField } from './ProviderField.tsx'
import { firstFields, moreFields } from './preset-fields.ts'
import type { FieldName } from './provider-draft.ts'
import type { ProviderFormStore } from './provider-form-view-model.ts'

interface FormFieldsProps {
  readonly store: ProviderFormStore
  readonly secretState: ProviderView['secret']
}

/** What a person must fill in, then the rest behind one button. */
export function FormFields({ store, secretState }: FormFieldsProps) {
  const { t } = useTranslation('messages')
  const { draft, faults, more, type, showMore } = useStore(store)
  const moreId = useId()
  const Chevron = more ? ChevronUp : ChevronDown
  const field = (name: FieldName) => (
    <ProviderField
      key={name}
      field={name}
      draft={draft}
      fault={faults[name] ?? null}
      secretState={secretState}
      onType={(text) => type(name, text)}
    />
  )
  return (
    <>
      {firstFields(draft.preset).map(field)}
      <div>
        <Button
          variant="subtle"
          aria-expanded={more}
          aria-controls={moreId}
          leftSection={<Chevron aria-hidden size={20} />}
          onClick={() => showMore(!more)}
        >
          {t(more ? 'providers.less' : 'providers.more')}
        </Button>
      </div>
      <Collapse id={moreId} expanded={more} transitionDuration={0}>
        <div className={classes.more}>{moreFields(draft.preset).map(field)}</div>
      </Collapse>
    </>
  )
}
