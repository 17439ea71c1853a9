import { readFile } from "node:fs/promises";
import OpenAI from "openai";

const key = (await readFile(process.env.OPENAI_API_KEY_FILE, "utf8")).trim();
const client = new OpenAI({ apiKey: key });
const response = await client.responses.create({
  model: "gpt-6-luna",
  input: "Say hello.",
});
console.log(response.output_text);
