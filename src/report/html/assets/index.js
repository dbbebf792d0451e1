
// All documents of the page, to sort and to filter.

// The columns: title, what is sorted by, and whether the largest comes first.
const COLUMNS = [
  { title: "Document", key: (d) => d.name, words: true },
  { title: "Removed", key: (d) => d.share },
  { title: "Lines", key: (d) => d.lines },
  { title: "Dropped", key: (d) => d.dropped },
  { title: "Mended", key: (d) => d.mended },
  { title: "Reasons", key: (d) => d.top, words: true },
];

const collator = new Intl.Collator("en", { numeric: true });

class Index {
  constructor(summaries) {
    this.all = summaries.map((summary, at) => {
      const reasons = Object.entries(summary.reasons).sort((a, b) => b[1] - a[1]);
      const shown = reasons.slice(0, 3).map(([name, n]) => `${name} ${number(n)}`).join(", ");
      const share = summary.size ? summary.removed / summary.size : 0;
      return { ...summary, at, share, top: shown + (reasons.length > 3 ? ", …" : "") };
    });
    this.rows = new Chunks(byId("index-rows"));
    this.sorted = { column: null, down: false };
    this.heads = COLUMNS.map((column) => this.head(column));
    byId("index-heads").append(...this.heads);
    byId("index-filter").addEventListener("input", () => this.layOut());
    byId("index-kind").addEventListener("change", () => this.layOut());
    byId("totals").textContent = this.totals();
  }

  totals() {
    const sum = (key) => this.all.reduce((all, one) => all + one[key], 0);
    return [
      count(this.all.length, "document"),
      `${number(sum("dropped"))} of ${count(sum("lines"), "line")} dropped (${percent(sum("removed"), sum("size"))} of the text)`,
      `${count(sum("mended"), "break")} mended`,
    ].join(" · ");
  }

  head(column) {
    const button = make("button", "", column.title, make("span", "arrow"));
    button.type = "button";
    const head = make("span", column.words ? "" : "figure", button);
    head.setAttribute("role", "columnheader");
    button.addEventListener("click", () => {
      const again = this.sorted.column === column;
      this.sorted = { column, down: again ? !this.sorted.down : !column.words };
      this.layOut();
    });
    return head;
  }

  isWanted(summary) {
    const kind = byId("index-kind").value;
    const changed = summary.dropped + summary.mended > 0;
    const wanted = { all: true, changed, same: !changed, guard: summary.guard !== null }[kind];
    return wanted && (!this.pattern || summary.name.search(this.pattern) >= 0);
  }

  layOut() {
    this.pattern = finder(byId("index-filter").value);
    this.shown = this.all.filter((summary) => this.isWanted(summary));
    const { column, down } = this.sorted;
    if (column) {
      const { key, words } = column;
      const order = words ? (a, b) => collator.compare(key(a), key(b)) : (a, b) => key(a) - key(b);
      this.shown.sort((a, b) => (down ? -1 : 1) * order(a, b) || a.at - b.at);
    }
    this.heads.forEach((head, i) => {
      const mine = COLUMNS[i] === column;
      head.setAttribute("aria-sort", !mine ? "none" : down ? "descending" : "ascending");
      head.querySelector(".arrow").textContent = !mine ? "" : down ? " ↓" : " ↑";
    });
    byId("index-table").setAttribute("aria-rowcount", String(this.shown.length + 1));
    byId("index-count").textContent = `${number(this.shown.length)} of ${count(this.all.length, "document")}`;
    this.rows.fill(this.shown.length, (i) => this.row(i), () => 33);
  }

  row(i) {
    const summary = this.shown[i];
    const row = make("div", "row");
    row.setAttribute("role", "row");
    row.setAttribute("aria-rowindex", String(i + 2));
    const name = summary.name === "-" ? "standard input" : summary.name;
    const link = show(name, make("a"), found(name, this.pattern));
    link.href = `#${summary.at + 1}`;
    link.dir = "auto";
    const meter = make("span", "meter");
    meter.append(make("i"));
    meter.firstChild.style.width = `${100 * summary.share}%`;
    meter.setAttribute("aria-hidden", "true");
    const figure = (text, ...more) => make("span", "figure", ...more, text);
    const reasons = summary.guard ? `kept whole: ${guardText(summary.guard)}` : summary.top;
    row.append(
      make("span", "", link),
      figure(percent(summary.removed, summary.size), meter),
      figure(number(summary.lines)),
      figure(number(summary.dropped)),
      figure(number(summary.mended)),
      make("span", "top", reasons),
    );
    for (const cell of row.children) cell.setAttribute("role", "cell");
    return row;
  }

  /** Moves the focus to the next document, or by -1 to the one before. */
  jump(step) {
    const row = document.activeElement?.closest("#index-rows .row");
    const at = row ? Number(row.getAttribute("aria-rowindex")) - 2 + step : 0;
    if (at < 0 || at >= this.shown.length) return;
    const link = this.rows.row(at).querySelector("a");
    link.focus({ preventScroll: true });
    link.scrollIntoView({ block: "nearest" });
  }
}
