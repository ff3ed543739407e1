// Keeps the page in step with the gateway: the whole state first, then every change. When the stream breaks, the
// browser reconnects by itself and the state comes whole again.
import { duration } from "./format.js";
import { drawProtocols } from "./protocols.js";
import { drawProgress, drawRandomness } from "./randomness.js";
import { drawStations } from "./stations.js";
import { drawOffset, drawTimingCharts, drawTimingState } from "./timing.js";

const offsetsKept = 600, blocksKept = 50, measurementsKept = 20;
const heartbeatMilliseconds = 5000;
const id = (name) => document.getElementById(name);
const model = {
  stations: new Map(), offsets: [], state: null, protocols: {}, progress: null, randomness: null, publishing: null,
};
let run = null, lastHeard = 0, isDrawn = true;

function reset(snapshot) {
  run = snapshot;
  model.stations = new Map(snapshot.stations.map((s) => [s.station, s]));
  model.offsets = snapshot.timing.offsets;
  model.state = snapshot.timing.state;
  model.protocols = snapshot.protocols;
  model.progress = snapshot.randomness.progress;
  model.randomness = snapshot.randomness;
  model.publishing = snapshot.publishing;
  id("gateway").textContent = snapshot.gateway;
  id("run-id").textContent = snapshot.runId;
  markSimulated(snapshot.simulated);
  id("version").textContent = `qit ${snapshot.softwareVersion}`;
  drawAge();
}

// A device behind a real link says only in its hello that it is simulated, so any payload may be the first to say it.
function markSimulated(isSimulated) {
  run.simulated ||= isSimulated;
  id("simulated").hidden = !run.simulated;
  document.body.classList.toggle("is-simulated", run.simulated);
  document.title = `${run.simulated ? "SIMULATED – " : ""}${run.gateway} – qit`;
}

function drawAge() {
  if (run) id("run-age").textContent = `, started ${duration((Date.now() - run.startedUnixMilliseconds) / 1000)} ago`;
}

function addBounded(list, item, limit) {
  list.push(item);
  if (list.length > limit) list.shift();
}

function protocolOf(name) {
  model.protocols[name] ??= { state: null, measurements: [] };
  return model.protocols[name];
}

const handlers = {
  snapshot: reset,
  station: (payload) => model.stations.set(payload.station, payload),
  offset: (payload) => addBounded(model.offsets, payload, offsetsKept),
  measurement: (payload) => addBounded(protocolOf(payload.protocol).measurements, payload, measurementsKept),
  protocolState: (payload) => { protocolOf(payload.protocol).state = payload; },
  timingState: (payload) => { model.state = payload; },
  progress: (payload) => { model.progress = payload; },
  block: (payload) => {
    addBounded(model.randomness.blocks, payload, blocksKept);
    model.randomness.certifiedCount += payload.certified ? 1 : 0;
    model.randomness.refusedCount += payload.certified ? 0 : 1;
    model.randomness.certifiedBits += payload.outputBits;
  },
  heartbeat: (publishing) => { model.publishing = publishing; },
};

function draw() {
  isDrawn = true;
  drawTimingState(model.state);
  drawOffset(model.offsets.at(-1));
  drawTimingCharts(model.offsets);
  drawProgress(model.progress);
  if (model.randomness) drawRandomness(model.randomness);
  drawProtocols(model.protocols);
  drawStations(model.stations);
  drawPublishing(model.publishing);
}

function drawPublishing(status) {
  const losses = status ? [
    [status.queuedCount, "waiting"], [status.droppedCount, "dropped"], [status.rejectedCount, "refused by the broker"],
    [status.brokerOverwrittenCount, "lost by slow subscribers"],
  ].filter(([n]) => n > 0).map(([n, what]) => `, ${n} ${what}`).join("") : "";
  id("publishing").textContent = !status ? "MQTT: off"
    : `MQTT ${status.broker}: ${status.isConnected ? "connected" : status.fault}, ${status.publishedCount} published${losses}`;
}

function drawSoon() {
  if (!isDrawn) return;
  isDrawn = false;
  requestAnimationFrame(draw);
}

function setConnected(isConnected) {
  const badge = id("link");
  badge.textContent = isConnected ? "live" : "connection lost";
  badge.dataset.tone = isConnected ? "good" : "bad";
  const banner = id("banner");
  banner.hidden = isConnected;
  if (!isConnected) {
    banner.textContent = "No connection to the gateway: everything below is old. Trying again…";
  }
  document.body.classList.toggle("is-stale", !isConnected);
}

function listen() {
  const stream = new EventSource("/events");
  for (const [name, handle] of Object.entries(handlers)) {
    stream.addEventListener(name, (event) => {
      lastHeard = Date.now();
      setConnected(true);
      const payload = JSON.parse(event.data);
      handle(payload);
      if (payload.simulated) markSimulated(true);
      drawSoon();
    });
  }
  stream.addEventListener("error", () => {
    setConnected(false);
    // The browser retries a broken stream but not a refused one.
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  });
  return stream;
}

listen();
setInterval(() => {
  if (lastHeard > 0 && Date.now() - lastHeard > 3 * heartbeatMilliseconds) setConnected(false);
  drawAge();
}, 1000);
addEventListener("resize", drawSoon);
