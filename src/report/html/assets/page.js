
// The page: which document is shown, the keys, the theme, and paper.

(() => {
  const blocks = Array.from(document.getElementsByClassName("summary"));
  const summaries = blocks.map((block) => JSON.parse(block.textContent));
  const many = summaries.length !== 1;
  const view = new View();
  const index = many ? new Index(summaries) : null;
  let shown = null; // the document, or null for the index

  /** The document that the address names, or null. */
  function named() {
    const n = Number(location.hash.slice(1));
    return Number.isInteger(n) && n >= 1 && n <= summaries.length ? n - 1 : null;
  }

  function go() {
    shown = many ? named() : 0;
    byId("index").hidden = shown !== null;
    byId("view").hidden = shown === null;
    byId("places").hidden = !many || shown === null;
    byId("why").hidden = true;
    scrollTo(0, 0);
    if (shown === null) {
      document.title = `${count(summaries.length, "document")} – dechrome`;
      index.layOut();
      return;
    }
    document.title = `${plain(summaries[shown].name)} – dechrome`;
    byId("place").textContent = `${number(shown + 1)} of ${number(summaries.length)}`;
    byId("previous").disabled = shown === 0;
    byId("next").disabled = shown + 1 === summaries.length;
    view.open(shown, summaries[shown]);
  }

  const turn = (step) => {
    const to = shown + step;
    if (many && shown !== null && to >= 0 && to < summaries.length) location.hash = `#${to + 1}`;
  };

  const field = () => byId(shown === null ? "index-filter" : "search");
  const jump = (step) => (shown === null ? index.jump(step) : view.jump(step));
  const KEYS = {
    j: () => jump(1),
    k: () => jump(-1),
    n: () => shown !== null && view.hit(1),
    p: () => shown !== null && view.hit(-1),
    i: () => many && (location.hash = "#"),
    "[": () => turn(-1),
    "]": () => turn(1),
    "/": () => field().select(),
    "?": () => byId("help").showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
    if (event.target.matches("input[type=search], select")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (arrow && shown !== null && event.target.line !== undefined) {
      if (view.step(arrow)) event.preventDefault();
    } else if (Object.hasOwn(KEYS, event.key)) {
      event.preventDefault();
      KEYS[event.key]();
    }
  });

  const themes = ["automatic", "light", "dark"];
  byId("theme").addEventListener("click", (event) => {
    const theme = themes[(themes.indexOf(document.documentElement.dataset.theme ?? "automatic") + 1) % 3];
    document.documentElement.dataset.theme = theme;
    event.currentTarget.textContent = `Theme: ${theme}`;
  });
  byId("fixed").addEventListener("click", (event) => {
    const on = document.documentElement.classList.toggle("fixed");
    event.currentTarget.setAttribute("aria-pressed", String(on));
  });
  byId("keys").addEventListener("click", () => byId("help").showModal());
  byId("previous").addEventListener("click", () => turn(-1));
  byId("next").addEventListener("click", () => turn(1));
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address names documents
    byId("main").focus();
  });

  const list = () => (shown === null ? index.rows : view.rows);
  addEventListener("beforeprint", () => {
    const left = list().beforePrint();
    if (left) byId("notes").append(make("p", "note paper", `${count(left, "row")} more are not printed.`));
  });
  addEventListener("afterprint", () => {
    document.querySelectorAll(".paper").forEach((note) => note.remove());
    list().afterPrint();
  });
  addEventListener("hashchange", () => {
    go();
    byId("main").focus({ preventScroll: true });
  });
  go();
  document.documentElement.dataset.ready = "yes"; // drawn
})();
