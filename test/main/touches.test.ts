import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { touches } from '../../src/main/touches.ts'

it('a screen was touched when a hand did something, and not when a mouse lay there', () => {
  let nowMs = 1_000
  const touched = touches(() => nowMs)
  const contents = new EventEmitter()
  touched.watch(contents as never)
  const comes = (type: string) => contents.emit('input-event', {}, { type })
  for (const type of ['mouseMove', 'mouseEnter', 'mouseLeave']) comes(type)
  expect(touched.agoMs()).toBeNull()
  for (const type of ['touchStart', 'mouseDown', 'keyDown', 'rawKeyDown', 'pointerDown', 'gestureTap']) {
    comes(type)
    nowMs += 700
    expect([type, touched.agoMs()]).toEqual([type, 700])
  }
})
