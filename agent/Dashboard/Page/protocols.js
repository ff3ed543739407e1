// A card for each protocol of synchronization that runs: its last measurement beside its error and bound.
import { addFact, make } from "./dom.js";
import { quantity, time, timeValue } from "./format.js";

const mostFacts = 16;
// Cards are made anew with every measurement; what a person has opened stays open.
const opened = new Set();

export function drawProtocols(protocols) {
  const place = document.getElementById("protocols");
  place.replaceChildren(...Object.keys(protocols).sort().map((name) => card(name, protocols[name])));
}

function card(name, { state, measurements }) {
  const node = make("section", "card protocol");
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
  if (good?.conclusion) node.append(make("p", "", good.conclusion));
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
    const hero = make("div", "hero");
    hero.append(value, make("p", "error", `± ${time(measured.standardErrorPicoseconds, 2)} standard error (1σ)`));
    parts.push(hero);
    if (measured.truthPicoseconds !== null) {
      addFact(facts, "Error", time(measured.offsetPicoseconds - measured.truthPicoseconds, 2));
    }
    if (measured.boundPicoseconds !== null) addFact(facts, "Cramér-Rao bound", time(measured.boundPicoseconds, 2));
    if (measured.ambiguityPicoseconds !== null) addFact(facts, "Unambiguous within", time(measured.ambiguityPicoseconds));
  }
  for (const { name, value, standardError, unit } of measured.quantities) {
    addFact(facts, words(name), quantity(value, standardError, unit));
  }
  if (measured.quantities.length <= mostFacts) return [...parts, facts];
  const all = make("details");
  all.append(make("summary", "", `${measured.quantities.length} measured quantities`), facts);
  all.open = opened.has(measured.protocol);
  all.addEventListener("toggle", () => opened[all.open ? "add" : "delete"](measured.protocol));
  return [...parts, all];
}

// "searchShare" is read as "Search share".
function words(name) {
  const spaced = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced[0].toUpperCase() + spaced.slice(1);
}
