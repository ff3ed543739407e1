// Health of every station: is it there, does it lose anything, is its entropy source alive.
import { addFact, make } from "./dom.js";
import { count, duration } from "./format.js";

export function drawStations(stations) {
  const place = document.getElementById("stations");
  const cards = [...stations.values()].map(card);
  place.replaceChildren(...cards);
}

function card(station) {
  const node = make("section", "card station");
  const head = make("div", "card-head");
  const title = make("h2", "", `Station ${station.station}`);
  title.id = `station-${station.station}`;
  node.setAttribute("aria-labelledby", title.id);
  const badge = make("span", "badge", station.online ? "online" : "offline");
  badge.dataset.tone = station.online ? (station.fault ? "wait" : "good") : "bad";
  head.append(title, badge);
  node.append(head);
  if (station.fault) node.append(make("p", "fault", station.fault));
  node.append(make("p", "quiet", [
    station.link, station.deviceId ? `device ${station.deviceId}` : "device unknown",
    station.firmwareVersion ? `firmware ${station.firmwareVersion}` : "",
  ].filter(Boolean).join(" · ")));

  const facts = make("dl", "facts");
  const fact = (...of) => addFact(facts, ...of);
  fact("Singles", `${count(station.singlesPerSecond)} /s`);
  fact("Trials", `${count(station.trialsPerSecond)} /s`);
  fact("Tags", count(station.tagCount));
  fact("Tags lost", count(station.tagsLostCount), station.tagsLostCount > 0);
  fact("Trials lost", count(station.trialsLostCount), station.trialsLostCount > 0);
  fact("Uptime", `${duration(station.uptimeSeconds)}${station.bootCount > 1 ? `, boot ${station.bootCount}` : ""}`);
  fact("Ring", `${count(station.ringUsedCount)} of ${count(station.ringCapacityCount)}`,
    station.ringCapacityCount > 0 && station.ringUsedCount >= station.ringCapacityCount);
  fact("Resent", count(station.resentCount));
  fact("Bad frames", count(station.badFrameCount), station.badFrameCount > 0);
  fact("Entropy source", station.entropyHealth, station.entropyHealth === "failed");
  node.append(facts);
  return node;
}
