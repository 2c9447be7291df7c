// JSON Logic as domain/logic*.py has it, and so as its reference json-logic-js has it; `evaluate` is undefined where
// that throws. Needs nothing but its arguments.
(() => {
"use strict";

const WHITE = "\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"; // Python's
const { isArray } = Array;
const truthy = (value) => (isArray(value) ? value.length > 0 : !!value);

const evaluate = (expression, data) => {
  let left = 1e5;
  const run = (inner, over) => {
    if (!left--) throw Error();
    if (isArray(inner)) return inner.map((each) => run(each, over));
    const names = typeof inner === "object" ? Object.keys(inner || {}) : [];
    if (names.length !== 1) return inner;
    const given = [].concat(inner[names]);
    return names in LAZY ? LAZY[names](run, given, over) : PLAIN[names](...run(given, over));
  };
  try {
    return run(expression, data);
  } catch (error) {
    return undefined;
  }
};
const choose = (run, given, data) => {
  if (given.length < 2) return given.length ? run(given[0], data) : null;
  return truthy(run(given[0], data)) ? run(given[1], data) : choose(run, given.slice(2), data);
};
const until = (end) => (run, given, data) => {
  let value;
  given.some((each) => truthy((value = run(each, data))) === end);
  return value;
};
const over = (use) => (run, given, data) => {
  const values = run(given[0], data);
  const at = (value) => run(given[1], value);
  const first = () => (given.length > 2 ? run(given[2], data) : null);
  return use(isArray(values) ? values : [], at, (value) => truthy(at(value)), first);
};
const LAZY = {
  __proto__: null,
  if: choose,
  "?:": choose,
  and: until(false),
  or: until(true),
  map: over((values, at) => values.map(at)),
  filter: over((values, at, is) => values.filter(is)),
  some: over((values, at, is) => values.some(is)),
  none: over((values, at, is) => !values.some(is)),
  all: over((values, at, is) => values.length > 0 && values.every(is)),
  reduce: over((values, at, is, first) =>
    values.reduce((accumulator, current) => at({ current, accumulator }), first())),
  var: (run, given, data) => {
    const [path, otherwise = null] = run(given, data);
    if (path === undefined || path === null || path === "") return data;
    const found = String(path).split(".").reduce(
      (value, name) => ({}.hasOwnProperty.call(Object(value), name) ? value[name] : undefined), data);
    return found === undefined ? otherwise : found;
  },
  missing: (run, given, data) => {
    const names = run(given, data);
    return (isArray(names[0]) ? names[0] : names).filter((name) => [null, ""].includes(run({ var: name }, data)));
  },
  missing_some: (run, given, data) => {
    const [wanted, names] = run(given, data);
    const absent = run({ missing: names }, data);
    return names.length - absent.length >= wanted ? [] : absent;
  },
};
const day = (text) => {
  const on = /^\d{4}-\d\d-\d\d$/.test(text) && typeof text === "string" && new Date(`${text}T00:00Z`);
  return on > -1e15 && text > "0001" && on.toISOString().startsWith(text) ? on / 864e5 : NaN;
};
const between = (a, b, value) => (isNaN(day(a) + day(b)) ? null : value());
const PLAIN = {
  __proto__: null,
  "==": (a, b) => a == b,
  "!=": (a, b) => a != b,
  "===": (a, b) => a === b,
  "!==": (a, b) => a !== b,
  "!": (a) => !truthy(a),
  "!!": truthy,
  "<": (a, b, c) => a < b && (c === undefined || b < c),
  "<=": (a, b, c) => a <= b && (c === undefined || b <= c),
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "+": (...all) => all.reduce((a, b) => parseFloat(a) + parseFloat(b), 0),
  "*": (...all) => all.reduce((a, b) => parseFloat(a) * parseFloat(b)),
  "-": (a, b) => (b === undefined ? -a : a - b),
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  min: Math.min,
  max: Math.max,
  in: (a, b) => !!b && b.indexOf !== undefined && b.indexOf(a) >= 0,
  cat: (...all) => all.join(""),
  substr: (text, start, length) => {
    const rest = String(text).substr(start);
    return rest.substr(0, length < 0 ? rest.length + length : length);
  },
  merge: (...all) => [].concat(...all),
  log: (a) => a,
  age: (a, b) => between(a, b, () => b.slice(0, 4) - a.slice(0, 4) - (b.slice(5) < a.slice(5))),
  days: (a, b) => between(a, b, () => day(b) - day(a)),
  words: (a) => (typeof a === "string" ? a.split(RegExp(`[${WHITE}]+`)).filter(Boolean).length : null),
};

if (typeof module === "object") module.exports = { apply: evaluate, evaluate, truthy, WHITE };
else window.concord = { evaluate, truthy, WHITE };
})();
