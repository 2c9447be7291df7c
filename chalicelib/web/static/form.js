// A form's conditions, by the plan of web/conditions.py. What is hidden is sent, and dropped by the server:
// nothing typed is lost. If anything fails, all is shown.
"use strict";
{
const { keys, values } = Object;
const { isArray } = Array;

// JSON Logic, as domain/logic.py has it.

const run = (inner, data) => {
  if (isArray(inner)) return inner.map((each) => run(each, data));
  const names = inner instanceof Object ? keys(inner) : [];
  if (names.length !== 1) return inner;
  const given = [].concat(inner[names]);
  return names in LAZY ? LAZY[names](data, ...given) : PLAIN[names].apply(data, run(given, data));
};
const truthy = (value) => !!(isArray(value) ? value.length : value);
const choose = (data, test = null, then, ...rest) => {
  if (then === undefined) return run(test, data);
  return truthy(run(test, data)) ? run(then, data) : choose(data, ...rest);
};
const until = (end) => (data, ...given) => given.reduce(
  (value, each, at) => (at && truthy(value) === end ? value : run(each, data)), undefined);
const over = (use) => (data, list, inner, first = null) => {
  const found = run(list, data);
  return use(isArray(found) ? found : [], (value) => truthy(run(inner, value)), inner, () => run(first, data));
};
const LAZY = {
  __proto__: null,
  if: choose, "?:": choose,
  and: until(false), or: until(true),
  filter: over((list, is) => list.filter(is)), some: over((list, is) => list.some(is)),
  none: (...all) => !LAZY.some(...all),
  all: over((list, is) => !!list.length && list.every(is)),
  map: over((list, is, inner) => list.map((value) => run(inner, value))),
  reduce: over((list, is, inner, first) =>
    list.reduce((accumulator, current) => run(inner, { current, accumulator }), first())),
};
const day = (text) => {
  const on = new Date(`${text}T00:00Z`);
  return on.toJSON()?.slice(0, 10) === text && text > "0001" ? on / 864e5 : NaN;
};
const PLAIN = {
  __proto__: null,
  var(path, otherwise = null) {
    if ((path ?? "") === "") return this;
    const found = String(path).split(".").reduce(
      (value, name) => ({}.hasOwnProperty.call(value ?? 0, name) ? value[name] : undefined), this);
    return found === undefined ? otherwise : found;
  },
  missing(...names) {
    return (isArray(names[0]) ? names[0] : names).filter((name) => (run({ var: name }, this) ?? "") === "");
  },
  missing_some(wanted, names) {
    const absent = run({ missing: names }, this);
    return names.length - absent.length >= wanted ? [] : absent;
  },
  "==": (a, b) => a == b, "!=": (a, b) => a != b,
  "===": (a, b) => a === b, "!==": (a, b) => a !== b,
  "!": (a) => !truthy(a), "!!": truthy,
  "<": (a, b, c) => a < b && (c === undefined || b < c),
  "<=": (a, b, c) => a <= b && (c === undefined || b <= c),
  ">": (a, b) => a > b, ">=": (a, b) => a >= b,
  "+": (...all) => all.map(parseFloat).reduce((a, b) => a + b, 0),
  "*": (...all) => all.reduce((a, b) => parseFloat(a) * parseFloat(b)),
  "-": (a, b) => (b === undefined ? -a : a - b),
  "/": (a, b) => a / b, "%": (a, b) => a % b,
  min: Math.min, max: Math.max,
  in: (a, b) => !!(b && b.indexOf && b.indexOf(a) >= 0),
  substr: (text, start, length) => {
    const rest = String(text).substr(start);
    return rest.substr(0, length < 0 ? rest.length + length : length);
  },
  cat: (...all) => all.join(""), merge: (...all) => all.flat(), log: (a) => a,
  days: (a, b) => (isNaN(day(b) - day(a)) ? null : day(b) - day(a)),
  age: (a, b) => (isNaN(day(b) - day(a)) ? null : b.slice(0, 4) - a.slice(0, 4) - (b.slice(5) < a.slice(5))),
  words: (a) => typeof a === "string"
    ? a.replace(/\ufeff/g, "x").split(/[\s\x1c-\x1f\x85]+/).filter(Boolean).length : null,
};

// Answers, as the server reads them.

const READ = {
  number: (text) => (/^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i.test(text) ? +text.replace(",", ".") : text),
  money: (text, { signs, decimals }) => {
    let plain = text.normalize("NFKC").replace("−", "-").replace(RegExp(signs, "g"), "")
      .replace(/[\s'’](?=\d{3}(?!\d))/g, "");
    plain = plain.replace(/^-?[1-9]\d{0,2}([.,])\d{3}(\1\d{3})*(?=$|(?!\1)[.,])/, (found, mark) =>
      decimals === 3 && mark === "." && found === plain ? found : found.split(mark).join("")).replace(",", ".");
    const cents = /^(?=.*\d)-?\d*\.?(\d*)$/.exec(plain);
    return cents ? (+plain).toFixed(Math.max(decimals, cents[1].length)) : text;
  },
  yes_no: (text) => text === "yes",
  email: (text) => text.replace(/@[^@]*$/, (host) => host.toLowerCase()),
  choices: (text, field, all) => all,
};
const chosen = (answer) => [answer].flat().includes("other");
const blank = (answers) => JSON.stringify(answers) === "{}";
const within = (form, name) => new Set(keys(form).flatMap(
  (key) => (key.startsWith(`${name}.`) ? key.slice(name.length + 1).split(".")[0] : [])));
const answer = (field, form, name) => {
  const all = (form[name] || []).map((text) => text.normalize("NFC").trim());
  if (all.some(Boolean)) return (READ[field.type] || String)(all[0], field, all);
  const parts = {};
  for (const part of within(form, name)) parts[part] = answer({}, form, `${name}.${part}`);
  return blank(parts) ? undefined : parts;
};
const read = (fields, form, at) => {
  const answers = {};
  for (const id in fields) {
    const name = at + (fields[id].name || id);
    answers[id] = answer(fields[id], form, name);
    if (fields[id].other && chosen(answers[id])) answers[`${id}_other`] = answer({}, form, `${name}_other`);
  }
  return answers;
};

// The form, in the plan's order; what is hidden counts for nothing.

const settle = (plan, typed) => {
  const form = { ...plan.known, ...typed };
  const made = (at, fields) => ({ at, fields, scope: {}, sent: read(fields, form, at) });
  const top = made("", plan.fields);
  const [shown, wanted, computed, rows, live, later] = [{}, {}, {}, {}, {}, []];
  const found = (expression, { scope, from }) => {
    try {
      return run(expression, { ...scope, form: top.scope, from });
    } catch {}
  };
  const holds = (condition, part) => truthy(found(condition, part));
  const take = (part, id) => {
    const { show = true, required, source, fields, other, worked, all } = part.fields[id];
    const name = part.at + id;
    const place = (number) => (/\D/.test(number) ? number : `${[...keys(live[source]), number].indexOf(number)}`);
    let value = part.sent[id];
    shown[name] = holds(show, part);
    if (required) later.push(() => { wanted[name] = holds(required, part); });
    if (other) shown[`${name}_other`] = wanted[`${name}_other`] = shown[name] && chosen(value);
    if (!shown[name]) return;
    if (fields) {
      [live[id], rows[id]] = [{}, []];
      for (const number of within(form, id)) {
        const row = made(`${id}.${number}.`, fields);
        rows[id].push(row);
        row.from = source && live[source][number];
        if (source ? row.from : all || !blank(row.sent)) live[id][number] = row.scope;
      }
      value = values(live[id]);
    } else if (worked !== undefined) {
      value = found(worked, part);
      if (value === !!value) value = +value;
      if (!(typeof value === "string" ? value : Number.isFinite(value))) value = undefined;
      computed[name] = value;
    } else if (source && value) value = isArray(value) ? value.map(place).sort((a, b) => a - b) : place(value);
    part.scope[id] = value;
    part.scope[`${id}_other`] = part.sent[`${id}_other`];
  };
  for (const [id, member] of plan.order) {
    if (!member) take(top, id);
    else (rows[id] || []).forEach((row) => take(row, member));
  }
  later.forEach((each) => each());
  const broken = plan.rules.map(({ check }) => !holds(check, top));
  return { shown, wanted, computed, live, broken, scope: top.scope };
};

// The page.

const begin = (plan) => {
  const bare = (name) => name.replace(/^form\.|_again$/g, "");
  const boxes = [...document.querySelectorAll("[data-field]")];
  const form = boxes[0].closest("form");
  const changed = {};
  const said = plan.rules.map(({ field }) => boxes.find((box) => bare(box.dataset.field) === field).appendChild(
    Object.assign(document.createElement("output"), { className: "error" })));
  const update = ({ type, target }) => {
    if (type === "change") changed[bare(target.name).split(".")[0]] = true;
    const typed = {};
    const sent = new FormData(form);
    for (const { name } of form.elements) typed[name] = sent.getAll(name).map((value) => value.name ?? value);
    const { shown, wanted, computed, broken } = settle(plan, typed);
    for (const box of boxes) {
      const name = bare(box.dataset.field);
      if (name in shown) box.hidden = !shown[name];
      if (name in computed) {
        box.querySelector("output").textContent = (computed[name] ?? "–").toLocaleString(
          document.documentElement.lang, { useGrouping: "min2", maximumFractionDigits: 20 });
      }
      const must = wanted[name.replace(/\.(line1|city|country)$/, "")];
      const mark = box.querySelector(":scope > * > .optional");
      if (must === undefined || !mark) continue;
      mark.hidden = must;
      const controls = box.querySelectorAll(`[name="${box.dataset.field}"]`);
      for (const each of controls) each.required = must && !(controls[1] && /checkbox|file/.test(each.type));
    }
    plan.rules.forEach(({ field, message }, at) => {
      said[at].textContent = broken[at] && changed[field] ? message : "";
    });
    if (!type && form.querySelector("[hidden] .error:not(output)")) throw Error();
  };
  const safely = (event) => {
    try {
      update(event);
    } catch {
      plan.order = null; // for good
      document.querySelectorAll("[data-field], .optional").forEach((each) => { each.hidden = false; });
    }
  };
  for (const type of ["input", "change"]) form.addEventListener(type, safely);
  window.addEventListener("pageshow", safely);
  safely({});
};

if (typeof module === "object") module.exports = { apply: run, settle };
else begin(JSON.parse(document.getElementById("conditions").textContent));
}
