"use strict";

// Texts of documents on the page: always text nodes, with what would not be seen spelt out.

// Controls but tab, and what turns text around or cannot be seen. Joiners stay: scripts and emoji need them.
const UNSEEN = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\u{e0000}-\u{e007f}]/gu;

// Most characters of one line that are drawn.
const LONGEST = 20000;

const byId = (id) => document.getElementById(id);

/** An element with a class, or none, and children: elements, or strings that become text. */
function make(name, style, ...children) {
  const element = document.createElement(name);
  if (style) element.className = style;
  element.append(...children);
  return element;
}

/** `U+202E`, as it stands in the place of the character. */
const codePoint = (c) => "U+" + c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");

/** As plain text, for titles and names. */
const plain = (text) => text.replace(UNSEEN, (c) => `[${codePoint(c)}]`);

/** The places where `pattern` (with the flag g) matches `text`, as [start, end]; none for no pattern. */
function found(text, pattern) {
  if (!pattern) return [];
  return Array.from(text.matchAll(pattern), (match) => [match.index, match.index + match[0].length]);
}

/** Appends `text` to `host`: what is not seen spelt out, the places of `marks` marked. */
function show(text, host, marks = []) {
  const drawn = text.length > LONGEST ? text.slice(0, LONGEST) : text;
  let at = 0;
  for (const [start, end] of marks.filter(([start]) => start < drawn.length)) {
    spell(drawn.slice(at, start), host);
    spell(drawn.slice(start, end), host.appendChild(make("mark")));
    at = end;
  }
  spell(drawn.slice(at), host);
  if (drawn.length < text.length) {
    const more = count(text.length - drawn.length, "more character");
    host.append(make("span", "unseen-char", `… ${more} not drawn`));
  }
  return host;
}

function spell(text, host) {
  let at = 0;
  for (const match of text.matchAll(UNSEEN)) {
    if (match.index > at) host.append(text.slice(at, match.index));
    host.append(make("span", "unseen-char", codePoint(match[0])));
    at = match.index + match[0].length;
  }
  if (at < text.length) host.append(text.slice(at));
}

/** What finds `typed` whatever its case, or null for nothing. */
function finder(typed) {
  return typed ? new RegExp(typed.replace(/[\\^$.*+?()[\]{}|\/]/g, "\\$&"), "giu") : null;
}

const whole = new Intl.NumberFormat("en");
const number = (n) => whole.format(n);
const count = (n, one, many = one + "s") => `${number(n)} ${n === 1 ? one : many}`;

/** A share in per cent, without saying 0 of something or 100 of less than all. */
function percent(part, all) {
  if (!part || !all) return "0 %";
  const share = (100 * part) / all;
  if (share < 1) return "< 1 %";
  return `${part < all ? Math.min(99, Math.round(share)) : 100} %`;
}
