import OpenAI from "openai";

// Dollars for a million tokens of gpt-6-luna.
const [INPUT, CACHED, WRITTEN, OUTPUT] = [0.10, 0.01, 0.125, 0.50];

const client = new OpenAI();
const { usage } = await client.responses.create({
  model: "gpt-6-luna",
  input: "How many minutes are in a week?",
  reasoning: { effort: "high" },
});
const cached = usage.input_tokens_details.cached_tokens;
const written = usage.input_tokens_details.cache_write_tokens;
const plain = usage.input_tokens - cached - written;
let cost = plain * INPUT + cached * CACHED + written * WRITTEN;
cost += usage.output_tokens * OUTPUT;
console.log(`${usage.total_tokens} tokens cost $${(cost / 1e6).toFixed(7)}`);
