import { expect, it } from 'vitest'
import { startAgain } from '../../src/main/start-again.ts'

it('any other program is started by Electron', () => {
  let relaunches = 0
  startAgain({ app: { relaunch: () => void relaunches++ }, process: { env: {}, pid: 1, argv: ['counterfoil'] } })
  expect(relaunches).toBe(1)
})

it('where somebody else starts it again, it does not', () => {
  let relaunches = 0
  const env = { COUNTERFOIL_SUPERVISED: '1', APPIMAGE: '/nowhere' }
  startAgain({ app: { relaunch: () => void relaunches++ }, process: { env, pid: 1, argv: ['counterfoil'] } })
  expect(relaunches).toBe(0)
})
