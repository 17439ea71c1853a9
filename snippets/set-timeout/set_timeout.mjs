import OpenAI from "openai";

const client = new OpenAI({ timeout: 5000, maxRetries: 0 });
const response = await client.responses.create({
  model: "gpt-6-luna",
  input: "Say hello.",
});
console.log(response.output_text);
