
// A long list of rows of which only those near the window are drawn.

// Rows drawn together.
const CHUNK = 64;
// Most rows that are drawn for printing.
const PRINTED = 20000;

class Chunks {
  /** Rows go into `host`, in groups. */
  constructor(host) {
    this.host = host;
    this.length = 0;
    this.parts = [];
    this.watch = new IntersectionObserver((seen) => this.turn(seen), { rootMargin: "1200px 0px" });
  }

  /** Shows `length` rows: `draw(i)` makes one, `height(i)` guesses its height in pixels. */
  fill(length, draw, height) {
    this.watch.disconnect();
    this.host.textContent = "";
    this.draw = draw;
    this.length = length;
    this.parts = [];
    for (let start = 0; start < length; start += CHUNK) {
      const element = make("div", "chunk");
      element.setAttribute("role", "rowgroup");
      const end = Math.min(length, start + CHUNK);
      let guess = 0;
      for (let i = start; i < end; i++) guess += height(i);
      element.style.height = `${guess}px`;
      const part = { element, start, end, drawn: false };
      element.chunk = part;
      this.parts.push(part);
    }
    if (this.parts.length) this.open(this.parts[0]);
    this.host.append(...this.parts.map((part) => part.element));
    for (const part of this.parts) this.watch.observe(part.element);
  }

  /** The element of row `i`, drawn if it is not yet. */
  row(i) {
    const part = this.parts[Math.floor(i / CHUNK)];
    this.open(part);
    return part.element.children[i - part.start];
  }

  /** Draws the rows that are drawn once more. */
  redraw() {
    for (const part of this.parts.filter((part) => part.drawn)) {
      part.drawn = false;
      this.open(part);
    }
  }

  /** The first row that ends below `top`, a height in the window. */
  firstBelow(top) {
    const below = (element) => element.getBoundingClientRect().bottom > top;
    const part = this.parts[firstOf(this.parts.length, (i) => below(this.parts[i].element))];
    if (!part) return 0;
    this.open(part);
    return part.start + firstOf(part.end - part.start, (i) => below(part.element.children[i]));
  }

  open(part) {
    if (part.drawn) return;
    const rows = document.createDocumentFragment();
    for (let i = part.start; i < part.end; i++) rows.append(this.draw(i));
    part.element.replaceChildren(rows);
    part.element.style.height = "";
    part.drawn = true;
  }

  close(part) {
    if (!part.drawn || part.element.contains(document.activeElement)) return;
    part.element.style.height = `${part.element.offsetHeight}px`;
    part.element.textContent = "";
    part.drawn = false;
  }

  turn(seen) {
    if (this.printing) return;
    for (const { target, isIntersecting } of seen) {
      if (isIntersecting) this.open(target.chunk);
      else this.close(target.chunk);
    }
  }

  /** Draws all rows for paper, up to a limit; gives how many are left out. */
  beforePrint() {
    this.printing = true;
    for (const part of this.parts) {
      if (part.start < PRINTED) this.open(part);
      else part.element.hidden = true;
    }
    return Math.max(0, this.length - Math.ceil(PRINTED / CHUNK) * CHUNK);
  }

  afterPrint() {
    this.printing = false;
    for (const part of this.parts) {
      part.element.hidden = false;
      this.watch.unobserve(part.element); // observed anew it is looked at anew
      this.watch.observe(part.element);
    }
  }
}

/** The first of `length` numbers for which `holds` does, if it does for all after it; `length` if for none. */
function firstOf(length, holds) {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
