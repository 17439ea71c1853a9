import { readFileSync } from "node:fs";
import OpenAI from "openai";

const apiKey = readFileSync(process.env.OPENAI_API_KEY_FILE, "utf8").trim();

const client = new OpenAI({ apiKey });
const response = await client.responses.create({
  model: "gpt-6-luna",
  input: "Say hello.",
});
console.log(response.output_text);
