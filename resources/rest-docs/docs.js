// Reads the OpenAPI document and lets one try each operation. Text only goes in as text: nothing is ever parsed as HTML.

/** @param {string} tag @param {string | null} text @param {...Node} children */
function element(tag, text, ...children) {
  const made = document.createElement(tag)
  if (text !== null) made.textContent = text
  made.append(...children)
  return made
}

/** What a first try of each operation sends. */
const examples = {
  askForCode: { phone_number: '+919812345678' },
  signIn: { phone_number: '+919812345678', code: '482913' },
}

const shown = (value) => JSON.stringify(value, null, 2)

async function tryOut(method, path, body, token, output) {
  output.textContent = '…'
  const headers = { ...(body === null ? {} : { 'Content-Type': 'application/json' }) }
  if (token !== '') headers.Authorization = `Bearer ${token}`
  try {
    const answer = await fetch(path, { method, headers, body })
    const text = await answer.text()
    output.textContent = `${answer.status} ${answer.statusText}\n${text === '' ? '' : shown(JSON.parse(text))}`
  } catch (error) {
    output.textContent = `No answer: ${error instanceof Error ? error.message : error}`
  }
}

function responsesTable(responses) {
  const rows = Object.entries(responses).map(([status, { description }]) =>
    element('tr', null, element('th', status), element('td', description)),
  )
  return element('table', null, ...rows)
}

function tryForm(method, path, operation) {
  const form = element('form', null)
  const hasBody = operation.requestBody !== undefined
  const body = element('textarea', hasBody ? shown(examples[operation.operationId] ?? {}) : '')
  body.rows = 4
  const token = element('input', null)
  token.autocomplete = 'off'
  if (hasBody) form.append(element('label', 'Body', body))
  if (operation.security !== undefined) form.append(element('label', 'Bearer token (empty: the cookie)', token))
  const output = element('pre', '')
  output.setAttribute('aria-live', 'polite')
  form.append(element('button', 'Send'), output)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    tryOut(method, path, hasBody ? body.value : null, token.value.trim(), output)
  })
  return form
}

function operationSection(method, path, operation) {
  const verb = element('span', `${method} `)
  verb.className = 'method'
  const heading = element('h2', null, verb, element('code', path))
  const parts = [heading, element('p', operation.summary ?? '')]
  if (operation.description) parts.push(element('p', operation.description))
  const answers = element('details', null, element('summary', 'Answers'), responsesTable(operation.responses))
  return element('section', null, ...parts, answers, tryForm(method, path, operation))
}

const main = document.getElementById('operations')
const answer = await fetch('/api/v1/openapi.json')
const { paths } = await answer.json()
const sections = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => operationSection(method.toUpperCase(), path, operation)),
)
main.replaceChildren(...sections)
main.removeAttribute('aria-busy')
