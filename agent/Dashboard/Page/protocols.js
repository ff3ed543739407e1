// A card for each protocol of synchronization that runs: its last measurement beside its error and bound.
import { addFact, make } from "./dom.js";
import { decimalsFor, fixed, time, timeValue } from "./format.js";

export function drawProtocols(protocols) {
  const place = document.getElementById("protocols");
  place.replaceChildren(...Object.keys(protocols).sort().map((name) => card(name, protocols[name])));
}

function card(name, { state, measurements }) {
  const node = make("section", "card station");
  const title = make("h2", "", name);
  title.id = `protocol-${name}`;
  node.setAttribute("aria-labelledby", title.id);
  const head = make("div", "card-head");
  const last = measurements.at(-1);
  const badge = make("span", "badge", !last ? "no answer yet" : last.refusal ? "no answer" : "measured");
  badge.dataset.tone = !last ? "wait" : last.refusal ? "bad" : "good";
  head.append(title, badge);
  node.append(head, make("p", "quiet", state?.state ?? ""));
  if (last?.refusal) node.append(make("p", "fault", last.refusal));
  const good = measurements.findLast((one) => !one.refusal);
  if (good) node.append(...answer(good));
  return node;
}

function answer(measured) {
  const facts = make("dl", "facts");
  const parts = [];
  if (measured.offsetPicoseconds !== null) {
    const offset = timeValue(measured.offsetPicoseconds, measured.standardErrorPicoseconds);
    const value = make("p", "value", `${offset.text} `);
    value.append(make("span", "unit", offset.unit));
    parts.push(value, make("p", "error", `± ${time(measured.standardErrorPicoseconds, 2)}`));
    if (measured.truthPicoseconds !== null) {
      addFact(facts, "Error", time(measured.offsetPicoseconds - measured.truthPicoseconds, 2));
    }
    if (measured.boundPicoseconds !== null) addFact(facts, "Cramér-Rao bound", time(measured.boundPicoseconds, 2));
    if (measured.ambiguityPicoseconds !== null) addFact(facts, "Unambiguous within", time(measured.ambiguityPicoseconds));
  }
  for (const { name, value, standardError, unit } of measured.quantities) {
    const error = standardError === null ? "" : ` ± ${standardError.toPrecision(2)}`;
    addFact(facts, words(name), `${number(value, standardError)}${error}${unit === "1" ? "" : ` ${unit}`}`);
  }
  return [...parts, facts];
}

function number(value, standardError) {
  if (value === null) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) return value.toPrecision(5);
  return standardError === null ? String(Number(value.toPrecision(5))) : fixed(value, decimalsFor(standardError));
}

// "searchShare" is read as "Search share".
function words(name) {
  const spaced = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced[0].toUpperCase() + spaced.slice(1);
}
