import { inspect } from "node:util";

const SECRET = /sk-[\w.-]{20,}|(?<=[Bb]earer )[\w.~+/=-]{20,}/g;

function log(...parts) {
  const texts = parts.map((part) => (typeof part === "string" ? part : inspect(part)));
  console.log(texts.join(" ").replace(SECRET, "[key removed]"));
}

const key = process.env.OPENAI_API_KEY;
log("sending with", { Authorization: `Bearer ${key}` });
log("stopped:", `cannot read the settings: OPENAI_API_KEY=${key}`);
