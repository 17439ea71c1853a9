import OpenAI from "openai";

const SECONDS = { h: 3600, m: 60, s: 1, ms: 0.001 };

function seconds(duration) {
  let sum = 0;
  for (const [, number, unit] of duration.matchAll(/([\d.]+)(h|ms|m|s)/g)) {
    sum += Number(number) * SECONDS[unit];
  }
  return sum;
}

const client = new OpenAI();
let headers;
try {
  const { data, response } = await client.responses
    .create({ model: "gpt-6-luna", input: "Say hello." })
    .withResponse();
  console.log(data.output_text);
  headers = response.headers;
} catch (error) {
  if (!(error instanceof OpenAI.RateLimitError)) throw error;
  console.log(error.message);
  headers = error.headers;
}

for (const what of ["requests", "tokens"]) {
  const limit = headers.get(`x-ratelimit-limit-${what}`);
  if (limit) {
    const remaining = headers.get(`x-ratelimit-remaining-${what}`);
    const reset = seconds(headers.get(`x-ratelimit-reset-${what}`));
    console.log(`${what}: ${remaining} of ${limit} left, full in ${reset.toFixed(3)} s`);
  }
}
