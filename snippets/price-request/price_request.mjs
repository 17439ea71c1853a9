import OpenAI from "openai";

// Dollars per million tokens.
const [INPUT, CACHED_INPUT, CACHE_WRITE, OUTPUT] = [0.1, 0.01, 0.125, 0.5];

const client = new OpenAI();
const { usage } = await client.responses.create({
  model: "gpt-6-luna",
  input: "Say hello.",
});
const { cached_tokens: cached, cache_write_tokens: written } = usage.input_tokens_details;
const dollars =
  ((usage.input_tokens - cached - written) * INPUT +
    cached * CACHED_INPUT +
    written * CACHE_WRITE +
    usage.output_tokens * OUTPUT) /
  1_000_000;
console.log(`${usage.input_tokens} tokens in, ${usage.output_tokens} out: $${dollars.toFixed(6)}`);
