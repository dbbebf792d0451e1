
// A document with its plan: what becomes of each line at a threshold, and the rows it is shown in.

class Doc {
  constructor(data) {
    Object.assign(this, data);
    this.texts = data.lines.map((line) => line.replace(/\r?\n$/, ""));
    this.blank = this.texts.map((text) => !text.trim());
    this.joinBelow = new Map(this.joins.map((join, at) => [join[0], at]));
    this.content = this.labels.indexOf("content");
    this.byScore = this.bases.indexOf("score");
    this.slide(null);
  }

  /** The data of document `index` of the page. */
  static read(index) {
    return new Doc(JSON.parse(document.getElementsByClassName("document")[index].textContent));
  }

  /** Whether a threshold changes anything: not where no line was judged by its score, or all are kept. */
  get slides() {
    return !this.guard && this.basis.some((basis, line) => basis === this.byScore && !this.blank[line]);
  }

  /** Labels lines anew by their scores, where these decided; null is the plan as it is. */
  slide(threshold) {
    this.moved = { goes: 0, stays: 0 };
    this.kept = this.label.map((label, line) => {
      const planned = label === this.content;
      if (threshold === null || this.blank[line] || this.basis[line] !== this.byScore) return planned;
      const kept = this.score[line] >= threshold;
      if (kept !== planned) this.moved[kept ? "stays" : "goes"] += 1;
      return kept;
    });
    this.slidTo = threshold;
    this.group();
  }

  /** Whether a line was moved by the slider. */
  isMoved(line) {
    return this.kept[line] !== (this.label[line] === this.content);
  }

  /** The reason a line goes for, or null. What the slider drops has none but its score. */
  reason(line) {
    if (this.kept[line]) return null;
    return this.isMoved(line) ? "chrome" : this.labels[this.label[line]];
  }

  /** The mended break below a line, or null: its place in `joins`. */
  join(line) {
    const at = this.joinBelow.get(line);
    if (at === undefined) return null;
    return this.kept[line] && this.kept[this.joins[at][1]] ? at : null;
  }

  /** Rows: single lines, and lines mended into one with the blank lines between. */
  group() {
    this.rows = [];
    for (let line = 0; line < this.texts.length; line++) {
      const first = line;
      for (let at = this.join(line); at !== null; at = this.join(line)) line = this.joins[at][1];
      this.rows.push([first, line]);
    }
  }

  isMended([first, last]) {
    return first !== last;
  }

  /** What kind of change a row is: a reason, `mended`, `restored`, or null for none. */
  change([first, last]) {
    if (first !== last) return "mended";
    return this.reason(first) ?? (this.isMoved(first) ? "restored" : null);
  }

  /** The stretches the result of a row is made of: texts with what stands in the place of the break after each. */
  result([first, last]) {
    if (!this.kept[first]) return null;
    const stretches = [];
    let [line, from] = [first, 0];
    while (line < last) {
      const [, lower, , , separator, , tail, head] = this.joins[this.join(line)];
      const end = this.lines[line].length - tail;
      stretches.push({ text: this.lines[line].slice(from, end), separator });
      [line, from] = [lower, head];
    }
    stretches.push({ text: this.texts[last].slice(from), separator: null });
    return stretches;
  }

  /** Where the parts of a line that a mended break takes begin and end: [kept from, kept to]. */
  keptSpan(line, [first]) {
    const below = this.join(line);
    const to = below === null ? this.texts[line].length : this.lines[line].length - this.joins[below][6];
    return [line > first ? this.headOf.get(line) ?? 0 : 0, Math.min(to, this.texts[line].length)];
  }

  get headOf() {
    this.heads ??= new Map(this.joins.map(([, lower, , , , , , head]) => [lower, head]));
    return this.heads;
  }

  /** How many lines that are not blank go for each reason, and how many breaks are mended. */
  counts() {
    const counts = new Map();
    const add = (what) => counts.set(what, (counts.get(what) ?? 0) + 1);
    for (let line = 0; line < this.texts.length; line++) {
      const reason = this.blank[line] ? null : this.reason(line);
      if (reason) add(reason);
      if (this.join(line) !== null) add("mended");
      if (!this.blank[line] && this.isMoved(line)) add("moved");
    }
    return counts;
  }
}
