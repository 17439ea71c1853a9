// Names and keys for what the theme makes in the browser, for those who listen to a page or walk it by keyboard.
// `document$` is the theme's: it tells of each page, the first one and those that come without a reload.

const narrow = matchMedia("(max-width: 76.234375em)"); // where the theme folds the menu away

const NAMES = { __drawer: "Menu", __search: "Search" };

const all = (selector) => document.querySelectorAll(selector);
const textOf = (element) => (element ? element.textContent.trim() : "");

function setAll(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
}

// On narrow screens the theme has labels for buttons: two in the header, and those that go up and down in the menu. They
// keep `for`, by which its style finds them.
function makeButtons() {
  const labels = ".md-header__button[for=__drawer], .md-header__button[for=__search], .md-nav--primary [for]";
  for (const label of all(`:is(${labels}):not([for=__drawer].md-nav__title)`)) {
    let button = label;
    if (narrow.matches && label.localName === "label") {
      button = document.createElement("button");
      button.type = "button";
      for (const { name, value } of label.attributes) button.setAttribute(name, value);
      button.append(...label.childNodes);
      button.addEventListener("click", () => document.getElementById(button.getAttribute("for")).click());
      label.replaceWith(button);
    }
    if (button.localName === "button") button.tabIndex = narrow.matches ? 0 : -1;
    if (button.matches(".md-nav__title")) button.setAttribute("aria-label", `Back from ${textOf(button)}`);
    else if (!textOf(button)) button.setAttribute("aria-label", NAMES[button.getAttribute("for")] ?? textOf(button.parentElement));
  }
}

// An open menu takes the keyboard, and gives it back.
function followMenu() {
  const drawer = document.getElementById("__drawer");
  const enter = () => {
    const stops = [...all(".md-sidebar--primary :is(a[href], button)")];
    stops.find((one) => one.checkVisibility({ visibilityProperty: true }))?.focus({ preventScroll: true });
  };
  document.addEventListener("change", ({ target }) => {
    if (!narrow.matches) return;
    if (target === drawer && !drawer.checked) document.querySelector(".md-header__button[for=__drawer]").focus();
    else if (target === drawer || target.matches(".md-nav__toggle")) requestAnimationFrame(enter);
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && drawer.checked) drawer.click();
  });
}

// The link that skips to the text takes the keyboard along. The theme would load the page anew for it, and lose the place.
function skipWithKeyboard() {
  const follow = (event) => {
    const skip = event.target.closest(".md-skip");
    const heading = skip && document.getElementById(decodeURIComponent(skip.hash.slice(1)));
    if (heading) {
      event.preventDefault();
      event.stopPropagation();
      heading.tabIndex = -1;
      heading.focus();
    }
  };
  document.addEventListener("click", follow, { capture: true });
}

// A box that scrolls can be reached; one that does not is no stop on the way.
const scrolling = new ResizeObserver((boxes) => {
  for (const { target } of boxes) {
    const scrolls = target.scrollWidth > target.clientWidth;
    const name = { tabindex: "0", role: "group", "aria-label": "Scrolls sideways" };
    setAll(target, scrolls ? name : { tabindex: null, role: null, "aria-label": null });
  }
});

function namePage() {
  for (const menu of all(".md-nav[aria-labelledby]")) {
    if (!textOf(document.getElementById(menu.getAttribute("aria-labelledby")))) {
      setAll(menu, { "aria-labelledby": null, "aria-label": textOf(menu.querySelector(".md-nav__title")) });
    }
  }
  for (const buttons of all(".md-code__nav")) {
    buttons.setAttribute("role", "presentation"); // to the theme it is a landmark, one for each block
    const title = textOf(buttons.closest(".highlight")?.querySelector(".filename"));
    buttons.querySelector("[data-md-type=copy]")?.setAttribute("aria-label", `Copy ${title || "this block"}`);
  }
  for (const tabs of all(".tabbed-set")) {
    const labels = [...tabs.querySelectorAll(":scope > .tabbed-labels > label")].map(textOf);
    setAll(tabs, { role: "group", "aria-label": labels.join(", ") });
  }
  scrolling.disconnect();
  for (const box of all(".md-typeset__scrollwrap, .tabbed-labels")) scrolling.observe(box);
  makeButtons();
}

followMenu();
skipWithKeyboard();
narrow.addEventListener("change", makeButtons);
document$.subscribe(namePage);
