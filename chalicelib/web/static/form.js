// Shows what a form's conditions say, as the server will: by the plan in the page (web/conditions.py) and the rules
// of domain/fields. What is hidden is sent all the same, and dropped there, so that nothing typed is lost. If
// anything fails here, everything is shown.
(() => {
"use strict";

const { evaluate, truthy, WHITE } = typeof module === "object" ? require("./logic.js") : window.concord;
const EDGES = RegExp(`^[${WHITE}]+|[${WHITE}]+$`, "g");
const { keys } = Object;
const { isArray } = Array;

// Answers, as they are read from a page and kept.

const money = (text, { signs, decimals }) => {
  let plain = text.normalize("NFKC").replace("−", "-");
  for (const sign of signs) plain = plain.split(sign).join("").trim();
  plain = plain.replace(/(\d)[\s'’](?=\d{3}(?!\d))/g, "$1");
  const [, whole, mark, cents] = /^(.*)([.,])(.*)$/.exec(plain) || [0, plain, ".", ""];
  const joined = (part, by) => RegExp(`^-?\\d{1,3}(\\${by}\\d{3})+$`).test(part) && part.split(by).join("");
  const units = joined(whole, mark === "." ? "," : ".") || whole;
  const large = cents.length === 3 && (decimals !== 3 || mark === ",") && !/^-?0/.test(plain) && joined(plain, mark);
  const read = large || (cents ? `${units || 0}.${cents}` : units);
  const [, minus, digits, rest = ""] = /^(-?)0*(\d+)(?:\.(\d+))?$/.exec(read) || [];
  if (!digits) return text;
  if (rest.length > decimals) return read;
  return (read < 0 ? minus : "") + digits + (decimals ? `.${rest.padEnd(decimals, 0)}` : "");
};
const READ = {
  __proto__: null,
  money,
  number: (text) => {
    const plain = text.includes(".") ? text : text.replace(/^([^,]*),([^,]*)$/, "$1.$2");
    return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? +plain : text;
  },
  rating: (text) => (/^-?\d{1,4}$/.test(text) ? +text : text),
  yes_no: (text) => text === "yes",
  consent: () => true,
  email: (text) => text.replace(/@[^@]*$/, (host) => host.toLowerCase()),
  choices: (text, field, all) => all,
  ranking: (text, field, all) => all,
};
const clean = (text) =>
  text.normalize("NFC").replace(/\r\n?/g, "\n").replace(EDGES, "");
const chosen = (answer) => [].concat(answer).includes("other");
const within = (form, at) => keys(form).filter((key) => key.startsWith(at)).map((key) => key.slice(at.length));
const answer = (field, form, name) => {
  const all = (form[name] || []).map(clean);
  if (all.some(Boolean)) return (READ[field.type] || String)(all[0], field, all);
  const parts = field.type === "address" ? within(form, `${name}.`) : [];
  const found = parts.map((part) => [part, answer({}, form, `${name}.${part}`)]).filter(([, text]) => text);
  return found.length ? Object.fromEntries(found) : undefined;
};
const read = (fields, form, at) => {
  const answers = {};
  for (const id in fields) {
    const name = at + (fields[id].name || id);
    const found = answer(fields[id], form, name);
    if (found !== undefined) answers[id] = found;
    const words = fields[id].other && chosen(found) && answer({}, form, `${name}_other`);
    if (words) answers[`${id}_other`] = words;
  }
  return answers;
};

// What is shown, in the order of the plan: what is hidden counts for nothing.

const settle = ({ fields, order, rules, known }, typed) => {
  const form = { ...known, ...typed };
  const [scope, shown, wanted, computed, rows, live] = [{}, {}, {}, {}, {}, {}];
  const data = (part) => ({ ...part.scope, form: scope, ...(part.from && { from: part.from.scope }) });
  const holds = (condition, part) => truthy(evaluate(condition, data(part)));
  const top = { at: "", fields, scope, sent: read(fields, form, "") };
  for (const id in fields) {
    const inner = fields[id].fields;
    const numbers = inner ? new Set(within(form, `${id}.`).map(parseFloat)) : [];
    rows[id] = [...numbers].map((number) => {
      const at = `${id}.${number}.`;
      return { number, at, fields: inner, scope: {}, sent: read(inner, form, at) };
    });
  }
  const counts = (row, id) => {
    const source = fields[id].rows_from;
    if (!source) return keys(row.sent).length;
    row.from = rows[source].find(({ number }) => number === row.number);
    return row.from && counts(row.from, source);
  };
  const take = (part, id) => {
    const field = part.fields[id];
    const name = part.at + id;
    const source = field.rows_from || field.options_from;
    let value = part.sent[id];
    shown[name] = (field.show || []).every((each) => holds(each, part)) && (!source || !!(live[source] || []).length);
    if (field.other) shown[`${name}_other`] = wanted[`${name}_other`] = shown[name] && chosen(value);
    if (!shown[name]) return;
    if (field.fields) {
      live[id] = rows[id].filter((row) => counts(row, id));
      value = live[id].map((row) => row.scope);
    } else if (field.value !== undefined) {
      value = evaluate(field.value, data(part));
      if (typeof value === "boolean") value = +value;
      if (typeof value === "string") value = value.replace(/[\ud800-\udfff]/gu, "\ufffd") || undefined;
      else if (!Number.isFinite(value)) value = undefined;
      computed[name] = value;
    } else if (source && value !== undefined) {
      const places = live[source].map(({ number }) => String(number));
      const place = (each) => (places.includes(each) ? String(places.indexOf(each)) : each);
      value = isArray(value) ? value.map(place) : place(value);
    }
    for (const [key, each] of [[id, value], [`${id}_other`, part.sent[`${id}_other`]]]) {
      if (each !== undefined) part.scope[key] = each;
    }
  };
  for (const [id, member] of order) {
    if (!member) take(top, id);
    else if (live[id]) for (const row of rows[id]) take(row, member);
  }
  for (const part of [top, ...Object.values(rows).flat()]) {
    for (const id in part.fields) {
      const { required } = part.fields[id];
      if (required) wanted[part.at + id] = holds(required, part);
    }
  }
  return { scope, shown, wanted, computed, broken: rules.map(({ check }) => !holds(check, top)) };
};

// The page.

const begin = (block) => {
  const plan = JSON.parse(block.textContent);
  const all = (selector, of = document) => [...of.querySelectorAll(selector)];
  const boxes = all("[data-field]");
  const named = (box) => box.dataset.field.replace(/^form\.|_again$/g, "");
  const form = boxes[0].closest("form");
  const changed = {};
  let errors = all(".error", form); // the server's
  let failed = false;
  const said = plan.rules.map(({ field }) => {
    const line = Object.assign(document.createElement("p"), { className: "error" });
    line.setAttribute("role", "status");
    boxes.find((box) => named(box) === field).append(line);
    return line;
  });
  const spelt = (value) => {
    if (typeof value !== "number") return value || "–";
    const [whole, rest] = String(value).split(".");
    const [decimal, group] = plan.marks;
    const apart = /\d{5}/.test(whole) ? whole.replace(/\d(?=(\d{3})+$)/g, `$&${group}`) : whole;
    return rest ? apart + decimal + rest : apart;
  };
  const update = () => {
    const typed = {};
    for (const { name } of form.elements) typed[name] = [];
    for (const [name, value] of new FormData(form)) typed[name].push(typeof value === "string" ? value : value.name);
    const { shown, wanted, computed, broken } = settle(plan, typed);
    for (const box of boxes) {
      const name = named(box);
      if (name in shown) box.hidden = !shown[name];
      if (name in computed) box.querySelector("output").textContent = spelt(computed[name]);
      const must = wanted[name.replace(/\.(line1|city|country)$/, "")];
      const mark = box.querySelector(":scope > * > .optional");
      if (must === undefined || !mark) continue;
      mark.hidden = must;
      const controls = all("[name]", box).filter((each) => each.name === box.dataset.field);
      const several = controls.length > 1 && controls[0].type === "checkbox"; // of which no single one is required
      if (!several) controls.forEach((each) => { each.required = must; });
    }
    for (const part of all(".part")) {
      part.hidden = [...part.children].every((each) => each.hidden || each.tagName === "LEGEND");
    }
    said.forEach((line, at) => {
      const { field, message } = plan.rules[at];
      line.textContent = broken[at] && changed[field] ? message : "";
    });
    if (errors.some((each) => each.closest("[hidden]"))) throw Error("the server sees it otherwise");
    errors = [];
  };
  const safely = (event) => {
    if (failed) return;
    try {
      if (event.type === "change") changed[event.target.name.split(".")[0]] = true;
      update();
    } catch (error) {
      failed = true;
      all("[data-field], .part, .optional").forEach((each) => { each.hidden = false; });
    }
  };
  form.addEventListener("input", safely);
  form.addEventListener("change", safely);
  window.addEventListener("pageshow", safely);
  safely({});
};

if (typeof module === "object") module.exports = { settle };
else {
  const block = document.getElementById("conditions");
  if (block) begin(block);
}
})();
