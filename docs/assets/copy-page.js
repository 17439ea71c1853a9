// The button that copies a page as Markdown: exactly the bytes of its twin.
// A page from the file system cannot read another file, so the button shows only where a server sent the page.
document$.subscribe(() => {
  for (const button of document.querySelectorAll("[data-copy-page]"))
    button.hidden = location.protocol === "file:"
})

document.addEventListener("click", async event => {
  const button = event.target.closest("[data-copy-page]")
  if (!button) return
  const dialog = document.querySelector("[data-md-component=dialog]")
  if (dialog) dialog.setAttribute("role", "status")
  // Handed over before the text is there: Safari lets a page write to the clipboard only in the moment of the click.
  const text = fetch(button.dataset.copyPage).then(async response => {
    if (!response.ok) throw new Error(response.statusText)
    return new Blob([await response.text()], { type: "text/plain" })
  })
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })])
    alert$.next("Copied the page as Markdown")
  } catch {
    alert$.next("The page could not be copied")
  }
})
