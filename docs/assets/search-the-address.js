// On the page for addresses that are not there: has the theme's search open with the last words of the address.
{
  const words = decodeURIComponent(location.pathname).split("/").filter(Boolean).pop()?.replace(/\.\w+$|[^\p{L}\p{N}_]+/gu, " ")
  if (words && !new URL(location).searchParams.has("q"))
    history.replaceState(null, "", `?${new URLSearchParams({ q: words.trim() })}`)
}
