/** The two providers of the outbox benchmark, in a process of their own: a real SMTP server, and HTTP as Twilio speaks it. They only count. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

let mails = 0
let texts = 0

const mail = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  onData(stream, _session, done) {
    stream.resume()
    stream.once('end', () => {
      mails += 1
      done(null, `queued as ${mails}`)
    })
  },
})
mail.on('error', () => {})

const texting = createServer((request, response) => {
  request.resume()
  request.once('end', () => {
    response.setHeader('content-type', 'application/json')
    if (request.method === 'GET') {
      const sid = /(SM\d+)\.json/.exec(request.url ?? '')?.[1] ?? null
      response.end(JSON.stringify({ sid, status: 'delivered', price: '-0.00750', price_unit: 'USD', error_code: null }))
      return
    }
    texts += 1
    response.statusCode = 201
    response.end(JSON.stringify({ sid: `SM${String(texts).padStart(32, '0')}`, status: 'queued', error_code: null }))
  })
})

mail.listen(0, '127.0.0.1', () => {
  texting.listen(0, '127.0.0.1', () => {
    const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port
    process.send?.({ mailPort: portOf(mail.server), textPort: portOf(texting) })
  })
})
process.on('message', () => process.send?.({ mails, texts }))
