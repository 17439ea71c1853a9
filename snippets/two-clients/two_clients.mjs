import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import OpenAI from "openai";

for (const profile of ["work", "personal"]) {
  const { OPENAI_API_KEY: apiKey } = parseEnv(readFileSync(`.env.${profile}`, "utf8"));
  if (!apiKey) {
    console.error(`no key in .env.${profile}`);
    process.exit(1);
  }
  const client = new OpenAI({ apiKey });
  const response = await client.responses.create({ model: "gpt-6-luna", input: "Say hello." });
  console.log(profile, response.output_text);
}
