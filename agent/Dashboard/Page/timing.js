// The clock offset: the number, its history, and whether the stated error is honest.
import { drawChart, tickLabel } from "./chart.js";
import { count, fixed, decimalsFor, milliseconds, time, timeUnit, timeValue } from "./format.js";

const id = (name) => document.getElementById(name);
const show = (name, text) => { id(name).textContent = text; };

export function drawTimingState(state) {
  if (!state) return;
  const badge = id("timing-state");
  badge.textContent = state.state;
  badge.dataset.tone = { tracking: "good", acquiring: "wait", waiting: "wait", holdover: "wait", lost: "bad" }[state.state] ?? "";
  show("timing-reason", state.reason);
}

export function drawOffset(offset) {
  if (!offset) return;
  const value = timeValue(offset.offsetPicoseconds, offset.standardErrorPicoseconds);
  show("timing-title", `Clock offset, ${offset.stationB} minus ${offset.stationA}`);
  show("offset", value.text);
  show("offset-unit", value.unit);
  const kind = offset.state === "holdover" ? "predicted, no photons (holdover)" : "standard error (1σ, statistical)";
  show("offset-error", `± ${time(offset.standardErrorPicoseconds, 2)} ${kind}`);
  const frequencyError = offset.frequencyOffsetStandardErrorPartsPerBillion;
  const decimals = decimalsFor(frequencyError);
  show("frequency", `${fixed(offset.frequencyOffsetPartsPerBillion, decimals, true)} ± ${fixed(frequencyError, decimals)} ppb`);
  show("path", `± ${time(offset.pathUncertaintyPicoseconds, 2)}`);
  show("width", time(offset.peakWidthPicosecondsRms));
  show("car", offset.accidentalCount > 0 ? fixed(offset.coincidenceCount / offset.accidentalCount, 1) : "–");
  show("timing-security", offset.securityStatus === "unverified"
    ? "Security: unverified. No Bell test on these pairs is evaluated." : `Security: ${offset.securityStatus}`);
}

/** Residuals and standard errors in seconds: to the truth where every point has one, else to a straight line. */
export function residuals(offsets) {
  const t = offsets.map((o) => milliseconds(o.ts));
  const hasTruth = offsets.length > 0 && offsets.every((o) => o.truthPicoseconds !== null);
  const fit = hasTruth ? null : straightLine(t, offsets.map((o) => o.offsetPicoseconds));
  return {
    hasTruth,
    points: offsets.map((o, i) => ({
      t: t[i],
      y: (o.offsetPicoseconds - (hasTruth ? o.truthPicoseconds : fit(t[i]))) * 1e-12,
      sigma: o.standardErrorPicoseconds * 1e-12,
    })),
  };
}

function straightLine(x, y) {
  const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
  const x0 = mean(x), y0 = mean(y);
  let sxy = 0, sxx = 0;
  x.forEach((value, i) => { sxy += (value - x0) * (y[i] - y0); sxx += (value - x0) ** 2; });
  const slope = sxx > 0 ? sxy / sxx : 0;
  return (value) => y0 + slope * (value - x0);
}

export function drawTimingCharts(offsets) {
  const known = offsets.filter((o) => o.offsetPicoseconds !== null && o.standardErrorPicoseconds !== null);
  drawOffsetChart(known);
  drawResidualChart(known);
  drawCounts(offsets);
}

function drawOffsetChart(offsets) {
  const values = offsets.map((o) => o.offsetPicoseconds * 1e-12);
  const low = Math.min(...values), high = Math.max(...values);
  // A small change on a large offset: the axis shows the difference to a round reference and names it.
  const isOnPedestal = high - low > 0 && Math.max(Math.abs(low), Math.abs(high)) > 2000 * (high - low);
  const reference = isOnPedestal ? Math.round(low / 1e-9) * 1e-9 : 0;
  const points = offsets.map((o, i) => {
    const y = values[i] - reference, sigma = o.standardErrorPicoseconds * 1e-12;
    return { t: milliseconds(o.ts), y, low: y - sigma, high: y + sigma };
  });
  const truth = offsets.filter((o) => o.truthPicoseconds !== null)
    .map((o) => ({ t: milliseconds(o.ts), y: o.truthPicoseconds * 1e-12 - reference }));
  const unit = timeUnit(Math.max(...points.map((p) => Math.abs(p.y)), 1e-15));
  drawChart(id("offset-chart"), {
    series: [{ kind: "band", points, className: "one-sigma" }, { kind: "line", points, className: "estimate" },
      { kind: "line", points: truth, className: "truth" }],
    unit: unit.name, label: tickLabel(unit.scale), empty: "no offset yet",
  });
  const difference = isOnPedestal ? ` minus ${time(reference * 1e12, 7)}` : "";
  show("offset-caption", `Offset${difference}, ${unit.name}, against UTC`);
  show("offset-text", offsets.length === 0 ? "" :
    `${offsets.length} offsets; change over the time shown ${time((values.at(-1) - values[0]) * 1e12)}; ` +
    `band ±1σ${truth.length > 0 ? "; dashed: truth" : ""}.`);
}

function drawResidualChart(offsets) {
  const { hasTruth, points } = residuals(offsets);
  const band = (k) => points.map((p) => ({ t: p.t, low: -k * p.sigma, high: k * p.sigma }));
  const largest = Math.max(...points.map((p) => Math.max(Math.abs(p.y), 2 * p.sigma)), 1e-15);
  const unit = timeUnit(largest);
  drawChart(id("residual-chart"), {
    series: [
      { kind: "band", points: band(2), className: "two-sigma" },
      { kind: "band", points: band(1), className: "one-sigma" },
      { kind: "line", points, className: "estimate faint" },
      { kind: "points", points: points.map(({ t, y }) => ({ t, y })), className: "estimate" },
    ],
    include: [0], unit: unit.name, label: tickLabel(unit.scale), empty: "no offset yet",
  });
  show("residual-caption", hasTruth
    ? `Error: offset minus truth, ${unit.name}, with the stated ±1σ and ±2σ`
    : `Offset minus a straight line, ${unit.name}, with the stated ±1σ and ±2σ`);
  if (points.length === 0) return show("residual-text", "");
  const scores = points.filter((p) => p.sigma > 0).map((p) => p.y / p.sigma);
  const inside = scores.filter((z) => Math.abs(z) <= 1).length / scores.length;
  const rms = Math.sqrt(scores.reduce((sum, z) => sum + z * z, 0) / scores.length);
  show("residual-text", hasTruth
    ? `${fixed(100 * inside, 0)} % within ±1σ (68 % when the stated error is honest); rms of error/σ ${fixed(rms, 2)}.`
    : `The truth is not known here: what exceeds the band may be the clocks' own wander. rms of residual/σ ${fixed(rms, 2)}.`);
}

function drawCounts(offsets) {
  const series = (name, className) => ({
    kind: "line", className, points: offsets.map((o) => ({ t: milliseconds(o.ts), y: o[name] })),
  });
  const largest = Math.max(...offsets.map((o) => o.coincidenceCount ?? 0), 1);
  const [scale, unit] = largest >= 1e6 ? [1e6, "M"] : largest >= 1e4 ? [1e3, "k"] : [1, "count"];
  drawChart(id("counts-chart"), {
    series: [series("coincidenceCount", "coincidences"), series("accidentalCount", "accidentals")],
    include: [0], unit, label: tickLabel(scale), empty: "no offset yet",
  });
  const last = offsets.at(-1);
  const text = id("counts-text");
  text.replaceChildren();
  if (!last) return;
  text.append(key("coincidences"), ` coincidences ${count(last.coincidenceCount)}   `,
    key("accidentals"), ` accidentals ${count(last.accidentalCount)}`);
}

function key(className) {
  const mark = document.createElement("span");
  mark.className = `key ${className}`;
  return mark;
}
