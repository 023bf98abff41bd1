import classes from './Ltr.module.css'

/** A phone number as written, left-to-right and in one piece. */
export function PhoneText({ value }: { readonly value: string }) {
  return (
    <bdi dir="ltr" className={`${classes.ltr} ${classes.phone}`}>
      {value}
    </bdi>
  )
}
