import { useEffect, useRef, useState } from 'react'
import classes from './MailFrame.module.css'
import { drawMail, emptyPage, type MailScheme } from './mail-frame.ts'

interface MailFrameProps {
  readonly html: string
  readonly scheme: MailScheme
  readonly title: string
}

/** A mail as its reader sees it, as tall as it is, in a frame in which no script can run. */
export function MailFrame({ html, scheme, title }: MailFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [url, setUrl] = useState<string | null>(null)
  const [loads, setLoads] = useState(0)
  const [heightPx, setHeightPx] = useState(320)
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([emptyPage], { type: 'text/html;charset=utf-8' }))
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [])
  useEffect(() => {
    const page = frame.current?.contentDocument
    if (loads === 0 || !page || !frame.current) return
    setHeightPx(drawMail(page, html, scheme))
    const resizes = new ResizeObserver(() => setHeightPx(page.body.offsetHeight))
    resizes.observe(frame.current)
    return () => resizes.disconnect()
  }, [html, scheme, loads])
  return (
    url && (
      <iframe
        ref={frame}
        className={classes.frame}
        style={{ blockSize: heightPx }}
        title={title}
        src={url}
        sandbox="allow-same-origin"
        onLoad={() => setLoads((count) => count + 1)}
      />
    )
  )
}
