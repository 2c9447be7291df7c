"use strict";
// Evaluates cases with the module that is named, and with json-logic-js where none is: by what it exports as
// `apply`, which is of JSON Logic, or as `settle`, which is of forms.
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

async function main(named) {
    const module = await import(named ? pathToFileURL(path.resolve(named)) : "json-logic-js");
    const { apply, settle } = module.default ?? module;
    console.log = () => {}; // where the operation `log` writes
    const cases = JSON.parse(await text(process.stdin));
    process.stdout.write(JSON.stringify(cases.map((each) => outcome(apply ?? settle, each))));
}

main(process.argv[2]);
