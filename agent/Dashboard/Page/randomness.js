// Certified randomness: how far the block is, how far above the local bound it plays, and every verdict.
import { element } from "./chart.js";
import { count, fixed } from "./format.js";

const id = (name) => document.getElementById(name);
const show = (name, text) => { id(name).textContent = text; };
const tsirelson = 2 * Math.SQRT2;
const rowsShown = 10;

export function drawProgress(progress) {
  if (!progress) return;
  const bar = id("progress");
  bar.max = progress.trialsNeededCount || 1;
  bar.value = Math.min(progress.trialCount, bar.max);
  const discarded = progress.discardedTrialCount > 0 ? `; ${count(progress.discardedTrialCount)} discarded so far` : "";
  show("progress-label",
    `Block ${progress.block}: ${count(progress.trialCount)} of ${count(progress.trialsNeededCount)} trials${discarded}`);
}

export function drawRandomness({ certifiedBits, certifiedCount, refusedCount, blocks }) {
  show("certified-bits", count(certifiedBits));
  const last = blocks.at(-1);
  if (!last) return;
  show("block-counts", `${certifiedCount} blocks certified, ${refusedCount} refused`);
  const verdict = id("verdict");
  verdict.textContent = last.certified ? "last block certified" : "last block refused";
  verdict.dataset.tone = last.certified ? "good" : "bad";
  const warning = id("randomness-warning");
  warning.hidden = !last.warning;
  warning.textContent = last.warning ? `Warning: ${last.warning}.` : "";
  drawGauge(last);
  id("blocks").replaceChildren(...blocks.slice(-rowsShown).reverse().flatMap(rows));
}

// One axis carries both numbers, S = 8w - 4 for uniform settings.
function drawGauge(block) {
  const svg = id("gauge");
  const width = svg.clientWidth || 420, height = 98, left = 12, right = width - 12, base = 50;
  const low = Math.min(1.9, block.chshS - 0.05), high = 2.9;
  const x = (s) => left + ((Math.min(Math.max(s, low), high) - low) / (high - low)) * (right - left);
  const s = 8 * block.winningProbability - 4, threshold = 8 * block.thresholdWinningProbability - 4;
  const line = (at, from, to, className) =>
    element("path", { class: className, d: `M${x(at)} ${from}V${to}` });
  const text = (at, y, words, anchor, className = "tick") =>
    element("text", { class: className, x: x(at), y, "text-anchor": anchor }, words);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.replaceChildren(
    element("rect", { class: "local", x: left, y: base - 8, width: x(2) - left, height: 16 }),
    element("rect", { class: "quantum", x: x(2), y: base - 8, width: x(tsirelson) - x(2), height: 16 }),
    line(2, base - 12, base + 32, "mark"), text(2, base + 44, "2 local bound", "middle"),
    line(tsirelson, base - 12, base + 32, "mark"), text(tsirelson, base + 44, "2√2 Tsirelson", "end"),
    line(threshold, base - 14, base + 14, "threshold"),
    text(threshold, base + 27, `threshold ${fixed(threshold, 3)}`, x(threshold) > width - 90 ? "end" : "middle"),
    element("path", { class: "whisker", d: `M${x(s - block.chshSStandardError)} ${base}H${x(s + block.chshSStandardError)}` }),
    element("circle", { class: block.certified ? "played good" : "played bad", cx: x(s), cy: base, r: 6 }),
    text(s, base - 20, `S ${fixed(block.chshS, 3)} ± ${fixed(block.chshSStandardError, 3)}`,
      x(s) > width - 90 ? "end" : x(s) < 90 ? "start" : "middle", "tick strong"));
  show("gauge-text", `Block ${block.block}: ${fixed(100 * block.winningProbability, 2)} % of games won, ` +
    `${fixed(100 * block.thresholdWinningProbability, 2)} % needed; 75 % is the local bound, 85.36 % Tsirelson's.`);
}

function rows(block) {
  const row = document.createElement("tr");
  const head = cell("th", block.block);
  head.scope = "row";
  const verdict = cell("td", block.certified ? "✓ certified" : "✕ refused");
  verdict.className = block.certified ? "good" : "bad";
  row.append(head, verdict, cell("td", `${fixed(block.chshS, 3)} ± ${fixed(block.chshSStandardError, 3)}`),
    cell("td", fixed(block.winningProbability, 4)), cell("td", fixed(block.log10PValue, 1)),
    cell("td", block.certified ? count(block.outputBits) : "0"));
  if (block.certified) return [row];
  const why = document.createElement("tr");
  const reason = cell("td", block.refusal);
  reason.colSpan = 6;
  reason.className = "reason";
  why.append(reason);
  row.className = "joined";
  return [row, why];
}

function cell(name, text) {
  const node = document.createElement(name);
  node.textContent = text;
  return node;
}
