/** A new element with a class and a text. */
export function make(name, className = "", text = undefined) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

/** Appends a named value to a list of facts. */
export function addFact(facts, name, text, isBad = false) {
  const pair = make("div");
  pair.append(make("dt", "", name), make("dd", isBad ? "bad" : "", text));
  facts.append(pair);
}
