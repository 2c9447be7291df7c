// Posts files straight into the store when they are chosen: each goes but once, and large ones can go at all. What
// can't be sent so stays where it was chosen and goes with the form. All words come with it (web/uploading.py).
(() => {
"use strict";

const LIFE = 900_000; // milliseconds for which a ticket is good
const PATIENCE = 10_000; // milliseconds after which who presses again need not wait
const TOGETHER = 4e6; // bytes that a form may bear
const language = document.documentElement.lang;
const inputs = document.querySelectorAll("input[type=file][data-program]");
const running = new Map(); // bytes of what is on its way; infinite where it can't go with the form any more
const late = new Map(); // bytes that go with the form, by control
const refused = new Set(); // controls whose message has still to be seen
let queue = Promise.resolve();

const sum = (sizes) => [...sizes.values()].reduce((total, size) => total + size, 0);
const worded = (words, values) => words.replace(/\{(\w+)\}/g, (whole, key) => values[key]);
const made = (name, attributes, ...within) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...within);
  return element;
};

const call = async (path, body) => {
  const headers = { "Content-Type": "application/json" };
  const sent = { method: "POST", headers, body: JSON.stringify(body) };
  const answer = await fetch(`/v1/uploads/${path}?lang=${language}`, sent);
  const told = await answer.json();
  if (!answer.ok) throw { status: answer.status, told };
  return told;
};
const post = ({ url, fields }, file, progress) => new Promise((done, failed) => {
  const form = new FormData();
  for (const name in fields) form.append(name, fields[name]);
  form.append("file", file);
  const request = new XMLHttpRequest();
  request.upload.onprogress = ({ loaded, total }) => progress(loaded / total);
  request.onload = () => (request.status < 300 ? done : failed)({});
  request.onerror = request.ontimeout = failed;
  request.open("POST", url);
  request.timeout = LIFE;
  request.send(form);
});

function begin(input) {
  const { dataset } = input;
  const most = dataset.maxMb * 1e6; // bytes without this script
  const types = dataset.accept.split(",").filter((each) => each.includes("/"));
  const said = document.getElementById(`${input.id}-chosen`); // by controls.js
  const status = made("p", { class: "hint", role: "status" });
  let left = []; // what stands in the control
  said.after(status);
  if (dataset.maxMbDirect) {
    const hint = document.getElementById(`${input.id}-hint`);
    hint.textContent = hint.textContent.replace(dataset.told, () => dataset.toldDirect);
    dataset.maxMb = dataset.maxMbDirect;
    dataset.tooLarge = dataset.tooLargeDirect;
  }

  const leave = (files) => {
    const held = new DataTransfer();
    files.forEach((file) => held.items.add(file));
    input.files = held.files;
    left = files;
  };
  const drop = (file) => {
    if (left.includes(file)) leave(left.filter((each) => each !== file));
  };
  const refuse = (words) => {
    said.textContent = [said.textContent, words].filter(Boolean).join(" ");
    input.setAttribute("aria-invalid", "true");
    refused.add(input);
  };
  const listed = () => [...input.closest(".field").querySelectorAll(".files li")];
  const show = (id, name, bytes) => { // as templates/controls.html does
    const size = bytes < 1e6 ? Math.max(1, Math.round(bytes / 1e3)) : Math.round(bytes / 1e5) / 10;
    const told = worded(bytes < 1e6 ? dataset.kb : dataset.mb, { n: size.toLocaleString(language) });
    const named = () => made("bdi", {}, name);
    const words = dataset.remove.split(/(\{name\})/).map((part) => (part === "{name}" ? named() : part));
    const box = { type: "checkbox", id: `without-${id}`, name: "_without", value: id };
    const line = made("li", {},
      made("input", { type: "hidden", name: input.name, value: id }),
      made("span", { class: "file" }, named(), ` (${told})`),
      made("div", { class: "choice" }, made("input", box), made("label", { for: box.id }, ...words)));
    if (!input.multiple) listed().forEach((each) => each.remove());
    let list = input.closest(".field").querySelector(".files");
    if (!list) input.before((list = made("ul", { class: "files" })));
    list.append(line);
  };
  const why = ({ status, told }) => {
    if (status === 413) return dataset.tooLarge;
    if (status === 415) return dataset.wrongType;
    return status === 422 && told.errors?.[0]?.detail;
  };

  const send = async (file) => {
    const { name, size } = file;
    const say = (words, n) => { status.textContent = worded(words, { name, n }); };
    let tenths = 0;
    say(dataset.sending, 0);
    try {
      const type = types.includes(file.type) ? file.type : types[0]; // its content says what it is
      const { program, file: field } = dataset;
      const ticket = await call("presign", { program, field, name, type, size });
      await post(ticket, file, (part) => {
        if (part * 10 >= tenths + 2) say(dataset.sending, (tenths = Math.floor(part * 10)) * 10);
      });
      const upload = await call(`${ticket.id}/complete`);
      drop(file);
      show(upload.id, name, upload.size);
      say(dataset.arrived);
    } catch (error) {
      const words = why(error);
      const goes = !words && left.includes(file) && size <= most && sum(late) + size <= TOGETHER;
      if (goes) late.set(input, (late.get(input) || 0) + size);
      else drop(file);
      say(goes ? dataset.later : "");
      if (!goes) refuse(words ? `${name}: ${words}` : worded(dataset.again, { name }));
    }
    running.delete(file);
    input.dispatchEvent(new Event("input", { bubbles: true })); // for form.js
  };

  input.addEventListener("change", () => {
    for (const file of left) if (running.has(file)) running.set(file, Infinity);
    left = [...input.files];
    late.delete(input);
    refused.delete(input);
    status.textContent = "";
    running.set(input, Infinity); // until it has been looked at
    const looked = new Promise((done) => { input.addEventListener("looked", done, { once: true }); });
    queue = queue.then(() => looked);
  }, true); // before controls.js looks
  input.addEventListener("looked", ({ detail: good }) => {
    running.delete(input);
    const there = listed().filter((line) => !line.querySelector(":checked")).length;
    if (good.length < left.length) refused.add(input);
    leave(input.multiple && there + good.length > dataset.count ? [] : good);
    if (left.length < good.length) refuse(dataset.tooMany);
    for (const file of left) {
      running.set(file, file.size > most ? Infinity : file.size);
      queue = queue.then(() => send(file));
    }
  });
}

// A form waits for what is on its way.

function wait(form) {
  const said = made("p", { class: "hint", role: "status" });
  let pressed = 0;
  let button;
  let gone = false; // without waiting
  const look = () => {
    const first = [...refused].find((input) => input.offsetParent); // none that a condition hides
    refused.clear();
    if (first) first.focus();
    return first;
  };
  const go = async () => {
    for (let seen; seen !== queue; await seen) seen = queue;
    pressed = 0;
    said.textContent = "";
    if (!gone && !look()) form.requestSubmit(button);
  };
  form.append(said);
  form.addEventListener("submit", (event) => {
    const insists = pressed && Date.now() - pressed > PATIENCE && sum(running) + sum(late) <= TOGETHER;
    gone = insists;
    if (gone || !(running.size || look())) return;
    event.preventDefault();
    if (!running.size) return;
    button = event.submitter;
    button?.after(said);
    setTimeout(() => { if (pressed) said.textContent = inputs[0].dataset.waiting; }, 100); // where it stands now
    if (!pressed) go();
    pressed = pressed || Date.now();
  });
}

inputs.forEach(begin);
if (inputs.length) wait(inputs[0].form);
})();
