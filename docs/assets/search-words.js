// Asks the search for words. The theme takes what a reader types for a query in the language of its search engine, and each
// word for the beginning of one: a message that is pasted whole is then malformed, or brings up whatever has an "a" in it.
// Here words that stand everywhere are left out. Each other is asked for as it is, which counts most; a word of four letters
// or more, and the one that is being typed, also as a beginning; a long one also with a letter wrong. Of much text only
// whole words count. Should an upgrade of the theme talk to its worker in another way, nothing is rewritten, and the
// search works as the theme means it to.
(() => {
  const QUERY = 2 // the theme's own number for this kind of message
  const MANY = 10
  const COMMON = new Set(
    `about after also because been cannot could does ever every from have into just like must only other should some than
    that their them then there these they this what when where which while will with work working works would your`.split(/\s+/)
  )

  const ask = text => {
    const typed = [...new Set(text.toLowerCase().split(/[^\p{L}\p{N}_]+/u).filter(Boolean))]
    const rare = typed.filter(word => !COMMON.has(word))
    const words = rare.length ? rare : typed
    const forms = (word, index) => {
      const short = word.length < 4 && index < words.length - 1
      if (words.length > MANY || short) return [`${word}^4`]
      return [`${word}^4`, word, ...(word.length < 6 ? [] : [`${word}~1`])]
    }
    return words.flatMap(forms).join(" ")
  }

  const Theirs = Worker
  window.Worker = class extends Theirs {
    postMessage(message, ...rest) {
      super.postMessage(message.type === QUERY ? { ...message, data: ask(message.data) } : message, ...rest)
    }
  }
})()

// The theme looks at the field when a key is released. Text that is pasted by a menu, on a phone or by dictation comes without.
addEventListener("input", ({ target }) => {
  if (target.matches("[data-md-component=search-query]")) target.dispatchEvent(new Event("keyup"))
})
