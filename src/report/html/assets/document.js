
// One document: the original beside the result, and the tools to look through it.

class View {
  constructor() {
    this.rows = new Chunks(byId("rows"));
    this.tools();
    const host = byId("rows");
    const lineOf = (target) => target.closest(".line") ?? target.closest(".row")?.querySelector(".line");
    const look = (event) => {
      const element = lineOf(event.target);
      if (element) explain(this.doc, element.line);
    };
    host.addEventListener("mouseover", look);
    host.addEventListener("focusin", (event) => {
      this.at = event.target.line ?? this.at;
      look(event);
    });
    host.addEventListener("mouseleave", () => {
      if (host.contains(document.activeElement)) explain(this.doc, this.at);
    });
    host.addEventListener("click", (event) => {
      if (getSelection().isCollapsed) lineOf(event.target)?.focus({ preventScroll: true });
    });
  }

  tools() {
    byId("search").addEventListener("input", () => this.search());
    byId("search").addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.hit(event.shiftKey ? -1 : 1);
    });
    byId("up").addEventListener("click", () => this.jump(-1));
    byId("down").addEventListener("click", () => this.jump(1));
    byId("threshold").addEventListener("input", (event) => {
      cancelAnimationFrame(this.frame);
      this.frame = requestAnimationFrame(() => this.slide(Number(event.target.value)));
    });
    byId("reset").addEventListener("click", () => {
      this.slide(null);
      byId("threshold").focus();
    });
  }

  /** Shows document `index`. */
  open(index, summary) {
    this.doc = Doc.read(index);
    this.only = new Set();
    this.pattern = null;
    this.hits = [];
    byId("search").value = "";
    byId("hits").textContent = "";
    byId("name").replaceChildren();
    show(summary.name === "-" ? "standard input" : summary.name, byId("name"));
    byId("facts").textContent = this.facts(summary);
    this.notes(summary);
    this.dial();
    this.reasons();
    this.layOut();
  }

  facts({ lines, dropped, size, removed, mended }) {
    const share = dropped ? ` (${percent(removed, size)} of its text)` : "";
    return [
      `${number(dropped)} of ${count(lines, "line")} dropped${share}`,
      `${count(mended, "break")} mended`,
      ...(this.doc.slides ? [`content from a score of ${this.doc.threshold.toFixed(2)}`] : []),
    ].join(" · ");
  }

  notes({ guard }) {
    const notes = [];
    if (guard) notes.push(`Kept whole: ${guardText(guard)}.`);
    if (!this.doc.evidence) {
      notes.push("The evidence behind the scores is left out, as the document is larger than 1 MiB; dechrome explain shows it.");
    }
    byId("notes").replaceChildren(...notes.map((note) => make("p", "note", note)));
  }

  dial() {
    const { doc } = this;
    byId("threshold").disabled = !doc.slides;
    this.showDial(null);
  }

  showDial(threshold) {
    const { doc } = this;
    const shown = threshold ?? doc.threshold;
    if (threshold === null) byId("threshold").value = String(shown);
    byId("threshold-value").textContent = doc.slides ? shown.toFixed(2) : "–";
    byId("reset").hidden = threshold === null;
    const { goes, stays } = doc.moved;
    byId("slid").textContent = threshold === null ? "" : `${count(goes, "line")} more would go, ${number(stays)} more would stay`;
  }

  slide(threshold) {
    const line = byId("rows").getBoundingClientRect().top < this.top ? this.topLine() : null;
    this.doc.slide(threshold);
    this.showDial(threshold);
    this.reasons();
    this.layOut(line);
  }

  /** What can be shown alone, with how often it comes up. */
  reasons() {
    const counts = this.doc.counts();
    for (const reason of this.only) if (!counts.has(reason)) counts.set(reason, 0);
    const special = (name) => ["mended", "moved"].indexOf(name);
    const order = (a, b) => special(a[0]) - special(b[0]) || b[1] - a[1] || (a[0] < b[0] ? -1 : 1);
    const chips = [...counts].sort(order).map(([name, n]) => this.chip(name, n));
    const host = byId("reasons");
    const focused = host.contains(document.activeElement) ? document.activeElement.value : null;
    host.replaceChildren(host.firstElementChild, ...chips);
    host.hidden = !chips.length;
    if (focused) Array.from(host.querySelectorAll("input")).find((input) => input.value === focused)?.focus();
  }

  chip(name, n) {
    const input = make("input");
    Object.assign(input, { type: "checkbox", value: name, checked: this.only.has(name) });
    input.addEventListener("change", () => {
      if (input.checked) this.only.add(name);
      else this.only.delete(name);
      this.layOut();
    });
    const shown = name === "moved" ? "by the slider" : name;
    return make("label", `chip k-${name}`, input, make("span", "", shown), " ", make("span", "n", number(n)));
  }

  isWanted([first, last]) {
    if (!this.only.size) return true;
    if (first !== last && this.only.has("mended")) return true;
    for (let line = first; line <= last; line++) {
      if (this.doc.blank[line]) continue;
      if (this.only.has(this.doc.reason(line)) || (this.only.has("moved") && this.doc.isMoved(line))) return true;
    }
    return false;
  }

  /** Draws the rows that are wanted anew, and scrolls to a line if one is given. */
  layOut(line = null) {
    const { doc } = this;
    this.shown = doc.rows.filter((row) => this.isWanted(row));
    this.at = null;
    byId("jumped").textContent = "";
    byId("why").hidden = true;
    this.changes = this.findChanges();
    const perLine = Math.max(20, byId("rows").clientWidth / 2 / 8 - 18);
    const folded = (text) => Math.max(1, Math.ceil(Math.min(text.length, LONGEST) / perLine));
    const height = (i) => {
      const [first, last] = this.shown[i];
      let lines = 0;
      for (let at = first; at <= last; at++) lines += folded(doc.texts[at]);
      return lines * 24 + 5;
    };
    byId("table").setAttribute("aria-rowcount", String(this.shown.length + 1));
    this.rows.fill(this.shown.length, (i) => this.row(i), height);
    byId("empty").hidden = this.shown.length > 0;
    byId("empty").textContent = doc.texts.length ? "No line is of this kind." : "The document is empty.";
    if (line !== null) this.rows.row(this.rowOf(line))?.scrollIntoView({ block: "start" });
    this.findHits();
  }

  /** Shown rows at which changes begin: mended ones, and runs of lines dropped for one reason. */
  findChanges() {
    const changes = [];
    let before = null;
    this.shown.forEach((row, i) => {
      const change = this.doc.change(row);
      const blank = this.doc.blank[row[0]] && row[0] === row[1];
      if (change && (change === "mended" || change !== before) && !blank) changes.push(i);
      if (!(blank && change)) before = change;
    });
    return changes;
  }

  row(i) {
    const { doc } = this;
    const row = this.shown[i];
    const [first, last] = row;
    const change = doc.change(row);
    const element = make("div", `row ${change === null ? "same" : doc.isMended(row) ? "mended" : doc.kept[first] ? "restored" : "gone"}`);
    element.setAttribute("role", "row");
    element.setAttribute("aria-rowindex", String(i + 2));
    const old = make("div", "old");
    const now = make("div", "new");
    for (const cell of [old, now]) cell.setAttribute("role", "cell");
    for (let line = first; line <= last; line++) old.append(this.line(line, row));
    const result = doc.result(row);
    if (result) now.append(this.result(result));
    element.append(old, now);
    return element;
  }

  line(line, row) {
    const { doc } = this;
    const reason = doc.reason(line);
    const element = make("div", `line${reason ? ` k-${reason}` : ""}${doc.isMoved(line) ? " moved" : ""}`);
    element.line = line;
    element.tabIndex = line === (this.at ?? this.shown[0][0]) ? 0 : -1;
    element.setAttribute("aria-describedby", "why");
    element.append(make("span", "number", number(line + 1)), this.tag(line, reason));
    const text = make(reason ? "del" : "span", "text");
    text.dir = "auto";
    if (doc.isMended(row)) this.mendedText(line, row, text);
    else show(doc.texts[line], text, found(doc.texts[line], this.pattern));
    element.append(text);
    return element;
  }

  tag(line, reason) {
    const { doc } = this;
    const moved = !doc.blank[line] && doc.isMoved(line);
    if (moved) return make("span", "tag", doc.kept[line] ? "would stay" : "would go");
    if (reason && !doc.blank[line]) {
      return make("span", "tag", reason, make("span", "score", doc.score[line].toFixed(2)));
    }
    return make("span", "tag");
  }

  mendedText(line, row, host) {
    const { doc } = this;
    const text = doc.texts[line];
    const [from, to] = doc.keptSpan(line, row);
    const inside = doc.blank[line] && line > row[0] && line < row[1] && doc.join(line) === null;
    if (from > 0 && !inside) host.append(show(text.slice(0, from), make("del", "cut")));
    const kept = text.slice(from, to);
    if (!inside) show(kept, host, found(kept, this.pattern));
    if (line === row[1]) return;
    const cut = show(inside ? "" : text.slice(to).trimEnd(), make("del", "cut"));
    const mark = make("span", "break", "↩");
    mark.setAttribute("aria-hidden", "true");
    cut.append(mark, make("span", "unseen", " break mended"));
    host.append(cut);
  }

  result(stretches) {
    const host = make("div", "text");
    host.dir = "auto";
    const marks = found(joined(stretches), this.pattern);
    let at = 0;
    for (const { text, separator } of stretches) {
      const end = at + text.length;
      const inside = marks.filter(([from, to]) => from < end && to > at);
      show(text, host, inside.map(([from, to]) => [Math.max(0, from - at), Math.min(text.length, to - at)]));
      if (separator !== null) host.append(make("ins", separator ? "seam" : "seam tight", separator));
      at = end + (separator?.length ?? 0);
    }
    return host;
  }

  /** The shown row that holds a line, or the next one. */
  rowOf(line) {
    return Math.min(this.shown.length - 1, firstOf(this.shown.length, (i) => this.shown[i][1] >= line));
  }

  /** Where the rows come out from under what stays at the top of the window. */
  get top() {
    return byId("table").querySelector(".sticky").getBoundingClientRect().bottom;
  }

  /** The first line that can be seen. */
  topLine() {
    const row = this.shown[this.rows.firstBelow(this.top)];
    return row ? row[0] : 0;
  }

  /** The row the keyboard is at: that of the line it was at last, if that is in sight, or the one above the window. */
  current() {
    const element = this.at === null ? null : byId("rows").querySelector(".line[tabindex='0']");
    const { top, bottom } = element?.getBoundingClientRect() ?? { top: 0, bottom: -1 };
    return bottom > 0 && top < innerHeight ? this.rowOf(this.at) : this.rowOf(this.topLine()) - 1;
  }

  /** Moves the focus to a line of a shown row and the row into the window. */
  focus(row, line = this.shown[row][0]) {
    const element = this.rows.row(row);
    const target = Array.from(element.querySelectorAll(".line")).find((one) => one.line === line);
    for (const one of byId("rows").querySelectorAll(".line[tabindex='0']")) one.tabIndex = -1;
    target.tabIndex = 0;
    target.focus({ preventScroll: true });
    this.bring(element); // after the focus, which may bring the bar at the foot
  }

  /** Moves a row into the window, unless all of it is there. */
  bring(element) {
    const { top, bottom, height } = element.getBoundingClientRect();
    const room = innerHeight - (byId("why").hidden ? 0 : byId("why").offsetHeight);
    if (top >= this.top && bottom <= room) return;
    element.scrollIntoView({ block: height > innerHeight / 2 ? "start" : "center" });
  }

  /** To the next change, or by -1 to the one before. */
  jump(step) {
    const current = this.current();
    const { changes } = this;
    const at = step > 0 ? firstOf(changes.length, (i) => changes[i] > current) : firstOf(changes.length, (i) => changes[i] >= current) - 1;
    if (at < 0 || at >= changes.length) {
      byId("jumped").textContent = changes.length ? `no change ${step > 0 ? "below" : "above"}` : "no changes";
      return;
    }
    this.focus(changes[at]);
    byId("jumped").textContent = `change ${number(at + 1)} of ${number(changes.length)}`;
  }

  /** From a focused line to the next, or by -1 to the one before; false where none is focused. */
  step(step) {
    const line = document.activeElement?.line;
    if (line === undefined) return false;
    const row = this.rowOf(line);
    const [first, last] = this.shown[row];
    if (line + step >= first && line + step <= last) this.focus(row, line + step);
    else if (this.shown[row + step]) this.focus(row + step, this.shown[row + step][step > 0 ? 0 : 1]);
    return true;
  }

  search() {
    this.pattern = finder(byId("search").value);
    this.findHits();
    this.rows.redraw();
    if (this.hits.length) this.scrollToHit();
  }

  /** Shown rows in which the pattern is found, in the original or across mended breaks. */
  findHits() {
    const { doc, pattern } = this;
    this.hits = [];
    this.hitAt = -1;
    if (pattern) {
      const holds = (text) => text.search(pattern) >= 0;
      this.shown.forEach((row, i) => {
        const across = doc.isMended(row) && holds(joined(doc.result(row)));
        if (across || doc.texts.slice(row[0], row[1] + 1).some(holds)) this.hits.push(i);
      });
    }
    byId("hits").textContent = pattern ? this.hits.length ? `found in ${count(this.hits.length, "place")}` : "not found" : "";
  }

  /** Shows the first place found from the top of the window on, the focus staying in the field. */
  scrollToHit() {
    const top = this.rowOf(this.topLine());
    this.hitAt = firstOf(this.hits.length, (i) => this.hits[i] >= top) % this.hits.length;
    this.bring(this.rows.row(this.hits[this.hitAt]));
    this.hitAt -= 1; // the next one asked for is this one
  }

  /** To the next place found, or by -1 to the one before, round and round. */
  hit(step) {
    const { length } = this.hits;
    if (!length) return;
    this.hitAt = (this.hitAt + step + length) % length;
    const row = this.hits[this.hitAt];
    const [first, last] = this.shown[row];
    let line = first;
    while (line < last && this.doc.texts[line].search(this.pattern) < 0) line++;
    this.focus(row, this.doc.texts[line].search(this.pattern) < 0 ? first : line);
    byId("hits").textContent = `place ${number(this.hitAt + 1)} of ${number(length)}`;
  }
}

/** The text of a row's result. */
const joined = (stretches) => stretches.map(({ text, separator }) => text + (separator ?? "")).join("");

/** Why a document was kept whole. */
function guardText(guard) {
  if (guard === "nothing-left") return "next to nothing would be left";
  return `${percent(guard["too-much"], 1)} of its words would be dropped`;
}
