import OpenAI from "openai";

// Dollars per million tokens.
const [INPUT, CACHED_INPUT, CACHE_WRITE, OUTPUT] = [0.1, 0.01, 0.125, 0.5];

const client = new OpenAI();
const { usage } = await client.responses.create({
  model: "gpt-6-luna",
  input: "Say hello.",
});
const cached = usage.input_tokens_details.cached_tokens;
const written = usage.input_tokens_details.cache_write_tokens;
const dollars =
  ((usage.input_tokens - cached - written) * INPUT +
    cached * CACHED_INPUT +
    written * CACHE_WRITE +
    usage.output_tokens * OUTPUT) /
  1_000_000;
console.log(`$${dollars.toFixed(6)} for ${usage.total_tokens} tokens`);
