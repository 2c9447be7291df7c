// Comfort for controls: counts what a text may still have, looks at files when they are chosen, and calls rows that
// are chosen from by what is typed there. All words come with the page (web/limits.py); the server checks everything.
(() => {
"use strict";

const WORDS = /[^\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g; // as Python parts them
const QUIET = 1200; // milliseconds without a key, before a count is read out
const language = document.documentElement.lang;
const all = (selector) => document.querySelectorAll(selector);

const made = (name, attributes, where) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  where.after(element);
  return element;
};

// Words and characters, as domain/fields/text.py counts them.

const COUNTED = {
  words: (text) => (text.match(WORDS) || []).length,
  characters: (text) => [...text.normalize("NFC").trim()].length,
};

function count(area) {
  const shown = made("p", { class: "hint", "aria-hidden": "true" }, area);
  const said = made("p", { class: "hidden", role: "status" }, shown);
  const counts = () => {
    const found = [];
    let over = false;
    for (const kind of Object.keys(COUNTED)) {
      const most = area.getAttribute(`data-most-${kind}`);
      if (!most) continue;
      const left = most - COUNTED[kind](area.value.replace(/\r\n?/g, "\n"));
      over = over || left < 0;
      const words = area.getAttribute(`data-${kind}-${left < 0 ? "over" : "left"}`);
      found.push(words.replace("{n}", Math.abs(left).toLocaleString(language)));
    }
    shown.textContent = found.join(" · ");
    shown.classList.toggle("error", over);
    return shown.textContent;
  };
  let waiting;
  area.addEventListener("input", () => {
    const text = counts();
    clearTimeout(waiting);
    waiting = setTimeout(() => { said.textContent = text; }, QUIET);
  });
  window.addEventListener("pageshow", counts);
  counts();
}

// Files: what the server would refuse is said when they are chosen.

const fits = (file, accept) => accept.split(/[\s,]+/).filter(Boolean).some((kind) => {
  const wanted = kind.toLowerCase();
  if (wanted.endsWith("/*")) return file.type.startsWith(wanted.slice(0, -1));
  return wanted.includes("/") ? file.type === wanted : file.name.toLowerCase().endsWith(`.${wanted.replace(".", "")}`);
});

async function wrong(input) {
  const { maxMb, maxPixels, accept = "", count: most } = input.dataset;
  const files = [...input.files];
  if (most && files.length > most) return input.dataset.tooMany;
  if (accept && files.some((file) => !fits(file, accept))) return input.dataset.wrongType;
  if (maxMb && files.some((file) => file.size > maxMb * 1e6)) return input.dataset.tooLarge;
  for (const file of maxPixels ? files.filter((each) => each.type.startsWith("image/")) : []) {
    const image = await createImageBitmap(file).catch(() => null); // what can't be read here, the server reads
    const longer = image ? Math.max(image.width, image.height) : 0;
    if (image) image.close();
    if (longer > maxPixels) return input.dataset.tooManyPixels;
  }
  return "";
}

function look(input) {
  const said = made("p", { class: "error", role: "alert", id: `${input.id}-chosen` }, input);
  const described = input.getAttribute("aria-describedby");
  input.setAttribute("aria-describedby", [described, said.id].filter(Boolean).join(" "));
  input.addEventListener("change", async () => {
    const chosen = [...input.files];
    const words = (await wrong(input)) || "";
    if (chosen.some((file, at) => file !== input.files[at])) return; // others were chosen in the meantime
    said.textContent = words;
    if (words) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  });
}

// Rows that are chosen from.

function echo(option) {
  const [source] = document.getElementsByName(option.dataset.echo);
  if (!source) return;
  source.addEventListener("input", () => { option.textContent = source.value.trim() || option.dataset.else; });
}

all("[data-most-words], [data-most-characters]").forEach(count);
all("input[type=file][data-max-mb], input[type=file][data-accept], input[type=file][data-count]").forEach(look);
all("[data-echo]").forEach(echo);
})();
