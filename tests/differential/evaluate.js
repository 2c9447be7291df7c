"use strict";
// Evaluates cases with a function of a module, both named: `apply`, which is of JSON Logic, or `settle`, which is of forms.
//
// In: a JSON list of [expression, data], or of [plan, controls]. Out: a JSON list of {"value": …} or {"throws": "…"}. In a value,
// {"$": "NaN"} stands for what JSON has no spelling for: NaN, Infinity, -Infinity, undefined, function.

const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { text } = require("node:stream/consumers");

function encoded(value) {
    if (Array.isArray(value)) return value.map(encoded);
    if (value === undefined || typeof value === "function") return { $: typeof value };
    if (typeof value === "number" && !Number.isFinite(value)) return { $: String(value) };
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, encoded(each)]));
}

function outcome(apply, [expression, data]) {
    try {
        return { value: encoded(apply(expression, data)) };
    } catch (error) {
        return { throws: String(error) };
    }
}

async function main(name, named) {
    const module = await import(path.isAbsolute(named) ? pathToFileURL(named) : named);
    const use = (module.default ?? module)[name];
    console.log = () => {}; // where the operation `log` writes
    const cases = JSON.parse(await text(process.stdin));
    process.stdout.write(JSON.stringify(cases.map((each) => outcome(use, each))));
}

main(...process.argv.slice(2));
