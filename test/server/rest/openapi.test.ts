import SwaggerParser from '@apidevtools/swagger-parser'
import { type Document, OpenAPIClientAxios } from 'openapi-client-axios'
import { describe, expect, it } from 'vitest'
import { problem, rest as restContract } from '../../../src/contract/rest.ts'
import { testOffice } from '../../support/office.ts'
import { startRest, type TestRest } from '../../support/rest.ts'

const documentOf = async (rest: TestRest): Promise<Document> =>
  (await fetch(new URL('/api/v1/openapi.json', rest.address))).json()

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1 to a public validator', async () => {
    const document = await documentOf(await startRest(testOffice()))
    expect(document.openapi).toMatch(/^3\.1\./)
    const validated = await SwaggerParser.validate(structuredClone(document) as never)
    expect(Object.keys(validated.paths ?? {}).sort()).toEqual([
      '/api/v1/usr/logout',
      '/api/v1/usr/me',
      '/api/v1/usr/otp',
      '/api/v1/usr/otp/verify',
      '/api/v1/usr/refresh',
    ])
    await expect(SwaggerParser.validate({ ...document, paths: { nowhere: 7 } } as never)).rejects.toThrow()
  })

  it('names every path of the contract, its answer, and its refusals as problems', async () => {
    const document = await documentOf(await startRest(testOffice()))
    for (const procedure of Object.values(restContract)) {
      const { path = '', method = '', operationId } = procedure['~orpc'].route
      const operation = document.paths?.[path]?.[method === 'POST' ? 'post' : 'get']
      expect(operation).toMatchObject({ operationId, summary: expect.any(String) })
      const responses = operation?.responses ?? {}
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '403', '500', '507']))
      for (const [status, response] of Object.entries(responses)) {
        const type = status === '200' ? 'application/json' : 'application/problem+json'
        expect(Object.keys((response as { content: object }).content)).toEqual([type])
      }
    }
  })

  it('is enough for a client made from it to sign in, refresh, ask who it is, and sign out', async () => {
    const office = testOffice()
    const rest = await startRest(office)
    const client = await new OpenAPIClientAxios({
      definition: await documentOf(rest),
      axiosConfigDefaults: { baseURL: rest.address, validateStatus: () => true },
    }).init()
    const as = (token: unknown) => ({ headers: { Authorization: `Bearer ${String(token)}` } })
    const call = async (operation: string, body?: object, config = {}) => {
      const method = client[operation]
      if (method === undefined) throw new Error(`no ${operation} in the client`)
      const { status, data } = await method(undefined, body, config)
      return { status, data }
    }
    const phone = { phone_number: '+919812345678' }
    expect(await call('askForCode', phone)).toMatchObject({ status: 200, data: phone })
    const wrong = await call('signIn', { ...phone, code: 'x' })
    expect(problem.parse(wrong.data)).toMatchObject({ code: 'wrong_code', attempts_left: 3 })
    const signedIn = await call('signIn', { ...phone, code: await office.lastCode() })
    expect(signedIn).toMatchObject({ status: 200, data: { is_new_user: true } })
    expect((await call('whoAmI', undefined, as(signedIn.data.access_token))).data).toEqual(signedIn.data.user)
    const renewed = await call('refresh', { refresh_token: signedIn.data.refresh_token })
    expect(renewed.status).toBe(200)
    expect((await call('whoAmI', undefined, as(renewed.data.access_token))).status).toBe(200)
    expect((await call('signOut', { refresh_token: renewed.data.refresh_token })).status).toBe(200)
    expect((await call('whoAmI', undefined, as(renewed.data.access_token))).status).toBe(401)
    const over = await call('refresh', { refresh_token: renewed.data.refresh_token })
    expect(problem.parse(over.data).code).toBe('invalid_refresh_token')
  })
})
