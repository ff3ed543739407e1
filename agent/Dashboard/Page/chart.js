// A time chart in SVG: bands, lines and points over UTC. It draws into the element's own pixels, so that text keeps
// its size on every screen; colours come from the style sheet by class name.

const svgNamespace = "http://www.w3.org/2000/svg";
const margin = { top: 8, right: 12, bottom: 26, left: 62 };
const timeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].map((s) => s * 1000);

export function element(name, attributes, text) {
  const node = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

/** The step of 1, 2 or 5 times a power of ten that cuts a range into about that many parts. */
function niceStep(range, parts) {
  const raw = range / parts;
  const power = 10 ** Math.floor(Math.log10(raw));
  return power * ([1, 2, 5].find((m) => m * power >= raw) ?? 10);
}

function extent(series, include) {
  let low = Infinity, high = -Infinity;
  const widen = (value) => {
    if (!Number.isFinite(value)) return;
    low = Math.min(low, value);
    high = Math.max(high, value);
  };
  include.forEach(widen);
  for (const { points } of series) for (const p of points) [p.y, p.low, p.high].forEach(widen);
  if (!Number.isFinite(low)) return [0, 1];
  if (low === high) return [low - 1, high + 1];
  return [low, high];
}

/** Splits where more than five usual intervals are missing: a line must not bridge a gap in the data. */
function unbroken(points) {
  const steps = points.slice(1).map((p, i) => p.t - points[i].t).sort((a, b) => a - b);
  const limit = 5 * (steps[Math.floor(steps.length / 2)] ?? Infinity);
  const runs = [[]];
  points.forEach((p, i) => {
    if (i > 0 && p.t - points[i - 1].t > limit) runs.push([]);
    runs.at(-1).push(p);
  });
  return runs.filter((run) => run.length > 0);
}

const path = (points) => points.map((p, i) => `${i ? "L" : "M"}${p[0].toFixed(1)} ${p[1].toFixed(1)}`).join("");

function drawSeries(plot, { kind, points, className }, x, y) {
  const known = points.filter((p) => Number.isFinite(kind === "band" ? p.low : p.y));
  if (kind === "points") {
    for (const p of known) {
      if (Number.isFinite(p.low)) {
        plot.append(element("path", { class: `bar ${className}`, d: path([[x(p.t), y(p.low)], [x(p.t), y(p.high)]]) }));
      }
      plot.append(element("circle", { class: className, cx: x(p.t).toFixed(1), cy: y(p.y).toFixed(1), r: 1.8 }));
    }
    return;
  }
  for (const run of unbroken(known)) {
    const d = kind === "band"
      ? `${path([...run.map((p) => [x(p.t), y(p.high)]), ...run.toReversed().map((p) => [x(p.t), y(p.low)])])}Z`
      : path(run.map((p) => [x(p.t), y(p.y)]));
    plot.append(element("path", { class: `${kind} ${className}`, d }));
  }
}

function drawTimeAxis(svg, [from, to], x, bottom, width) {
  const step = timeSteps.find((s) => (to - from) / s <= Math.max(2, width / 90)) ?? 7.2e6;
  for (let t = Math.ceil(from / step) * step; t <= to; t += step) {
    const label = new Date(t).toISOString().slice(11, step < 60000 ? 19 : 16);
    svg.append(element("path", { class: "grid", d: path([[x(t), margin.top], [x(t), bottom]]) }));
    svg.append(element("text", { class: "tick", x: x(t), y: bottom + 19, "text-anchor": "middle" }, label));
  }
}

function drawValueAxis(svg, [low, high], y, right, label) {
  const step = niceStep(high - low, 5);
  for (let i = Math.ceil(low / step); i * step <= high * (1 + 1e-9); i++) {
    const value = i * step;
    const isZero = i === 0;
    svg.append(element("path", { class: isZero ? "grid zero" : "grid", d: path([[margin.left, y(value)], [right, y(value)]]) }));
    svg.append(element("text", { class: "tick", x: margin.left - 7, y: y(value) + 4, "text-anchor": "end" }, label(value, step)));
  }
}

/**
 * Draws a chart. Points are { t (ms since 1970), y, low, high }; a series is { kind: line, points or band, points,
 * className }, drawn in order. label(value, step) writes a tick; unit stands at the top of the axis.
 */
export function drawChart(svg, { series, unit, label, include = [], empty }) {
  const width = svg.clientWidth || 640, height = svg.clientHeight || 220;
  const right = width - margin.right, bottom = height - margin.bottom;
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.replaceChildren();
  const times = series.flatMap((s) => s.points.map((p) => p.t));
  if (times.length === 0) {
    svg.append(element("text", { class: "tick", x: width / 2, y: height / 2, "text-anchor": "middle" }, empty));
    return;
  }
  const span = [Math.min(...times), Math.max(...times)];
  if (span[1] - span[0] < 10000) span[1] = span[0] + 10000;
  let [low, high] = extent(series, include);
  const room = 0.06 * (high - low);
  if (low !== 0) low -= room;
  high += room;
  const x = (t) => margin.left + ((t - span[0]) / (span[1] - span[0])) * (right - margin.left);
  const y = (value) => bottom - ((value - low) / (high - low)) * (bottom - margin.top);
  drawTimeAxis(svg, span, x, bottom, right - margin.left);
  drawValueAxis(svg, [low, high], y, right, label);
  for (const one of series) drawSeries(svg, one, x, y);
  svg.append(element("text", { class: "tick axis", x: 14, y: (margin.top + bottom) / 2, "text-anchor": "middle",
    transform: `rotate(-90 14 ${(margin.top + bottom) / 2})` }, unit));
}

/** Ticks of a value axis in one SI prefix. */
export function tickLabel(scale) {
  return (value, step) => {
    const decimals = Math.max(0, -Math.floor(Math.log10(step / scale) + 1e-9));
    return (value / scale).toFixed(Math.min(decimals, 9)).replace(/^-(?=0(\.0*)?$)/, "").replace("-", "\u2212");
  };
}
