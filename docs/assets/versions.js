// Says in the banner of a version that is not the latest which one it is, what changed since, and where the same page
// is in the latest. The theme shows the banner; what the publisher told of each version stands in versions.json.
(() => {
  const base = new URL(JSON.parse(document.getElementById("__config").textContent).base, location);
  const versions = fetch(new URL("../versions.json", base)).then((answer) => answer.json());

  const pagesOfLatest = () =>
    fetch(new URL("../latest/sitemap.xml", base))
      .then((answer) => answer.text())
      .then((text) => new DOMParser().parseFromString(text, "text/xml"))
      .then((sitemap) => [...sitemap.getElementsByTagName("loc")].map((place) => place.textContent));

  const say = (banner, own, latest, between) => {
    const released = /^\d/.test(own.version);
    const day = own.properties?.date ? `, of ${own.properties.date}` : "";
    const current = latest ? `The current version is ${latest.title}.` : "No version is released yet.";
    banner.querySelector("[data-told]").textContent = `You are reading ${own.title}${released ? day : ", which is being written"}. ${current}`;
    const list = banner.querySelector("[data-changes]");
    const told = (released ? between : [own]).filter((version) => version.properties?.changed);
    list.replaceChildren(
      ...told.map((version) => {
        const item = document.createElement("li");
        item.textContent = `New in ${version.title}: ${version.properties.changed}`;
        return item;
      }),
    );
    list.hidden = told.length === 0;
    if (!released) {
      const changelog = banner.querySelector("[data-changelog]");
      changelog.href = changelog.dataset.own;
    }
  };

  // A page that the latest version does not have leads to its home.
  const lead = async (banner, latest) => {
    const link = banner.querySelector("[data-same-page]");
    link.textContent = `Read this page in ${latest.title}`;
    const pages = await pagesOfLatest();
    if (!pages.some((page) => page.endsWith(`/latest/${banner.dataset.page}`))) {
      link.href = new URL("../latest/", base);
      link.textContent = `Go to ${latest.title}, which has no such page`;
    }
  };

  const fill = async () => {
    const banner = document.querySelector(".version-banner");
    const all = await versions;
    const name = base.pathname.split("/").filter(Boolean).at(-1);
    const own = all.find((version) => version.version === name);
    const latest = all.find((version) => version.aliases.includes("latest"));
    if (!banner || !own || own === latest) {
      return;
    }
    say(banner, own, latest, latest ? all.slice(all.indexOf(latest), all.indexOf(own)) : []);
    if (latest) {
      await lead(banner, latest);
    } else {
      banner.querySelector("[data-same-page]").remove();
    }
  };

  // The theme's stream of pages: this one, and each that instant navigation puts in its place.
  document$.subscribe(fill);
})();
