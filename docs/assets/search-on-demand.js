// The theme fetches the search index and starts the search's worker on every page, which is more than all else that a
// page needs. Here both wait until the reader turns to the search, or comes from it. Should an upgrade of the theme do
// either in another way, nothing waits, and the search works as the theme means it to.
(() => {
  if (location.protocol === "file:") return // there the index is a script, and comes when it is asked for

  const SEARCH = "[data-md-component=search], [data-md-toggle=search], [for=__search]"
  const wanted = new Promise(resolve => {
    for (const type of ["change", "focusin", "pointerover", "touchstart"])
      addEventListener(type, event => event.target.closest?.(SEARCH) && resolve(), { capture: true, passive: true })
    const { searchParams } = new URL(location)
    if (searchParams.has("q") || searchParams.has("h")) resolve()
  })

  const { open, send } = XMLHttpRequest.prototype
  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    this.waits = url.endsWith("/search/search_index.json")
    open.call(this, method, url, ...rest)
  }
  XMLHttpRequest.prototype.send = function (...body) {
    if (this.waits) wanted.then(() => send.apply(this, body))
    else send.apply(this, body)
  }

  // Stands for a worker that is not there yet, and keeps what it is told until it is.
  const Theirs = Worker
  window.Worker = class extends EventTarget {
    constructor(url, options) {
      super()
      const file = new URL(url, location) // now, for by then another page may have taken the place of this one
      this.worker = wanted.then(() => {
        const worker = new Theirs(file, options)
        worker.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent("message", { data }))
        return worker
      })
    }
    postMessage(message) {
      this.worker.then(worker => worker.postMessage(message))
    }
  }
})()
