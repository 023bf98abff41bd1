/** Chromium's network for the main process, as electron-updater asks it: one request at a time, redirects left to the caller. */
import { type ClientRequest, request as httpRequest, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'

interface Asked extends RequestOptions {
  readonly redirect?: string
  readonly session?: unknown
}

export const net = {
  request({ redirect: _redirect, session: _session, ...options }: Asked): ClientRequest {
    return (options.protocol === 'https:' ? httpsRequest : httpRequest)(options)
  },
}
