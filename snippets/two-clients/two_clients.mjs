import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import OpenAI from "openai";

for (const profile of ["work", "personal"]) {
  const settings = parseEnv(readFileSync(`.env.${profile}`, "utf8"));
  const client = new OpenAI({ apiKey: settings.OPENAI_API_KEY });
  const response = await client.responses.create({ model: "gpt-6-luna", input: "Say hello." });
  console.log(profile, response.output_text);
}
