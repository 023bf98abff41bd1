// Electron loads this before the product (--require): the product hears "ready" only once the test listens to all it says.
const { app } = require('electron')

const listening = Promise.withResolvers()
const whenReady = app.whenReady.bind(app)
app.whenReady = () => listening.promise.then(whenReady)
globalThis.testIsListening = () => listening.resolve()
