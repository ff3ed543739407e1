// Numbers for people: units with SI prefixes, and no more digits than the uncertainty allows.

const narrowSpace = "\u202f";
const minus = "\u2212";
const prefixes = [[1, ""], [1e-3, "m"], [1e-6, "µ"], [1e-9, "n"], [1e-12, "p"], [1e-15, "f"]];

/** The SI prefix in which a magnitude of seconds is at least 1. */
export function timeUnit(seconds) {
  const size = Math.abs(seconds);
  const [scale, prefix] = prefixes.find(([scale]) => size >= scale) ?? prefixes.at(-1);
  return { scale, name: `${prefix}s` };
}

/** A number with a fixed count of decimals, digits in threes, and a true minus sign. */
export function fixed(value, decimals, withSign = false) {
  if (value === null || !Number.isFinite(value)) return "–";
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, narrowSpace);
  const sign = value < 0 ? minus : withSign ? "+" : "";
  const inThrees = fraction?.length > 4 ? fraction.replace(/(\d{3})(?=\d)/g, `$1${narrowSpace}`) : fraction;
  return sign + grouped + (fraction ? `.${inThrees}` : "");
}

/** Decimals that show two significant digits of an uncertainty. */
export function decimalsFor(uncertainty) {
  if (!(uncertainty > 0) || !Number.isFinite(uncertainty)) return 3;
  return Math.min(9, Math.max(0, 1 - Math.floor(Math.log10(uncertainty))));
}

/** A time with a given uncertainty, both in ps: value and unit. */
export function timeValue(picoseconds, uncertaintyPicoseconds) {
  if (picoseconds === null) return { text: "–", unit: "" };
  const unit = timeUnit(Math.max(Math.abs(picoseconds), uncertaintyPicoseconds ?? 0) * 1e-12);
  const decimals = decimalsFor((uncertaintyPicoseconds * 1e-12) / unit.scale);
  return { text: fixed((picoseconds * 1e-12) / unit.scale, decimals, true), unit: unit.name };
}

/** A time in ps with a few significant digits. */
export function time(picoseconds, digits = 3) {
  if (picoseconds === null || !Number.isFinite(picoseconds)) return "–";
  const unit = timeUnit(picoseconds * 1e-12);
  const value = (picoseconds * 1e-12) / unit.scale;
  const decimals = value === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
  return `${fixed(value, Math.min(decimals, 6))} ${unit.name}`;
}

/** A measured quantity with its error (null when there is none), in an SI prefix where the unit takes one. */
export function quantity(value, standardError, unit) {
  if (value === null || !Number.isFinite(value)) return "–";
  const largest = Math.max(Math.abs(value), standardError ?? 0);
  if (unit !== "m" && unit !== "s" && largest > 0 && (largest < 1e-4 || largest >= 1e9)) {
    const power = Math.floor(Math.log10(largest)), scale = 10 ** power;
    const decimals = standardError > 0 ? decimalsFor(standardError / scale) : 3;
    const error = standardError > 0 ? ` ± ${fixed(standardError / scale, decimals)}` : "";
    return `(${fixed(value / scale, decimals)}${error})e${power}${unit === "1" ? "" : ` ${unit}`}`;
  }
  const takesPrefix = unit === "m" || unit === "s";
  const [scale, prefix] = takesPrefix && value !== 0
    ? prefixes.find(([scale]) => Math.max(Math.abs(value), standardError ?? 0) >= scale) ?? prefixes.at(-1) : [1, ""];
  const size = Math.abs(value / scale);
  const decimals = standardError > 0 ? decimalsFor(standardError / scale)
    : Number.isInteger(value) ? 0 : Math.max(0, Math.min(9, 3 - Math.floor(Math.log10(size || 1))));
  const error = standardError > 0 ? ` ± ${fixed(standardError / scale, decimals)}` : "";
  return `${fixed(value / scale, decimals)}${error}${unit === "1" ? "" : ` ${prefix}${unit}`}`;
}

/** A count: whole below a hundred thousand, else three or four digits and k, M, G. */
export function count(value) {
  if (value === null || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size < 1e5) return fixed(value, size < 10 && value % 1 !== 0 ? 1 : 0);
  const [scale, prefix] = size >= 1e9 ? [1e9, "G"] : size >= 1e6 ? [1e6, "M"] : [1e3, "k"];
  return `${fixed(value / scale, size / scale < 100 ? 2 : 1)}${narrowSpace}${prefix}`;
}

/** Seconds as days, hours, minutes, seconds: the two largest that matter. */
export function duration(seconds) {
  if (seconds === null || !Number.isFinite(seconds)) return "–";
  const s = Math.max(0, Math.floor(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  if (s < 86400) return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
  return `${Math.floor(s / 86400)} d ${Math.floor((s % 86400) / 3600)} h`;
}

/** A payload's ts, decimal nanoseconds, as milliseconds since 1970. */
export const milliseconds = (ts) => Number(BigInt(ts) / 1000n) / 1000;
