
// Why a line stays or goes: the bar at the foot of the window.

const BASES = {
  score: "its score",
  headline: "the place of the headline",
  repeat: "its other copy, which stays",
  gap: "the running text around it",
  post: "the thread, which is the page",
  group: "the sentence or list it belongs to",
  kind: "its kind, by convention or on request",
  rule: "a rule of yours",
  profile: "the other documents of its source, which have it too",
  blank: "its neighbours, as it is blank",
  guard: "the guard that keeps the document whole",
  unasked: "the request to drop no lines",
};

let featureNames;

/** Pairs of names and contributions, as they stand in the data. */
function grounds(flat) {
  featureNames ??= JSON.parse(byId("features").textContent);
  const pairs = [];
  for (let i = 0; i < (flat?.length ?? 0); i += 2) pairs.push([featureNames[flat[i]], flat[i + 1] / 100]);
  return pairs;
}

const signed = (n) => (n < 0 ? "−" : "+") + Math.abs(n).toFixed(2);

function groundList(pairs, title) {
  if (!pairs.length) return [];
  const list = make("ul", "grounds");
  for (const [name, contribution] of pairs) {
    list.append(make("li", "", make("span", "feature", name), " ", make("b", "", signed(contribution))));
  }
  return [make("div", "side", make("span", "", title), list)];
}

function evidence(flat, sides) {
  const pairs = grounds(flat);
  const side = (wanted) => pairs.filter(([, contribution]) => wanted(contribution));
  return make("div", "evidence", ...groundList(side((c) => c > 0), sides[0]), ...groundList(side((c) => c < 0), sides[1]));
}

/** A scale from 0 to 1 with a mark at the score and one at the threshold. */
function scale(score, threshold) {
  const bar = make("span", "scale");
  bar.setAttribute("aria-hidden", "true");
  const mark = make("i", "at");
  mark.style.left = `${100 * score}%`;
  const limit = make("i", "limit");
  limit.style.left = `${100 * threshold}%`;
  bar.append(limit, mark);
  return bar;
}

function lineVerdict(doc, line) {
  const planned = doc.labels[doc.label[line]];
  const verdict = planned === "content" ? "stays" : `dropped as ${planned}`;
  const moved = doc.isMoved(line) ? `; at the slider's threshold it ${doc.kept[line] ? "stays" : "goes"}` : "";
  const basis = BASES[doc.bases[doc.basis[line]]];
  const text = `Line ${number(line + 1)} ${verdict}, decided by ${basis}${moved}.`;
  const threshold = doc.slidTo ?? doc.threshold;
  const score = `score ${doc.score[line].toFixed(2)}, content from ${threshold.toFixed(2)}`;
  return make("p", "", make("b", "", text), " ", make("span", "score", score), scale(doc.score[line], threshold));
}

function joinVerdict(doc, at) {
  const [upper, lower, , , separator, score, tail] = doc.joins[at];
  const gone = doc.lines[upper].slice(doc.lines[upper].length - tail).trim();
  const how = separator ? "with a space" : gone ? "without the hyphen" : "with nothing between";
  const text = `Break below line ${number(upper + 1)} mended ${how}, to line ${number(lower + 1)}.`;
  return make("p", "", make("b", "", text), " ", make("span", "score", `score ${score.toFixed(2)}`));
}

/** Shows in the bar what is known of a line, and of the mended break below it. */
function explain(doc, line) {
  const bar = byId("why");
  bar.hidden = false;
  bar.replaceChildren(make("div", "", lineVerdict(doc, line)));
  if (doc.evidence) bar.lastChild.append(evidence(doc.evidence.lines[line], ["for content", "against"]));
  const at = doc.join(line);
  if (at === null) return;
  bar.append(make("div", "", joinVerdict(doc, at)));
  if (doc.evidence) bar.lastChild.append(evidence(doc.evidence.joins[at], ["for mending", "against"]));
}
