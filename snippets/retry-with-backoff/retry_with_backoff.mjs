import { setTimeout as pause } from "node:timers/promises";
import OpenAI from "openai";

const TRIES = 3;
const IN_VAIN = new Set([
  "insufficient_quota",
  "credit_balance_exhausted",
  "organization_spend_limit_exceeded",
  "project_spend_limit_exceeded",
  "organization_usage_limit_exceeded",
]);
const client = new OpenAI({ maxRetries: 0, timeout: 60_000 });

function isWorthAnotherTry(error) {
  if (error instanceof OpenAI.APIConnectionError) return true;
  const passing = [408, 409, 429].includes(error.status) || error.status >= 500;
  return passing && !IN_VAIN.has(error.code);
}

function pauseBefore(attempt, error) {
  const jitter = 0.5 + Math.random() / 2;
  const asked = Number(error.headers?.get("retry-after") ?? NaN);
  if (Number.isInteger(asked)) return (Math.min(asked, 60) + jitter) * 1000;
  return Math.min(0.5 * 2 ** attempt, 8) * jitter * 1000;
}

async function answer(question) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await client.responses.create({
        model: "gpt-6-luna",
        input: question,
      });
    } catch (error) {
      if (!(error instanceof OpenAI.APIError)) throw error;
      if (attempt === TRIES - 1 || !isWorthAnotherTry(error)) {
        console.error(`Gave up after ${attempt + 1} of ${TRIES} tries: ${error.message}`);
        process.exit(1);
      }
      await pause(pauseBefore(attempt, error));
    }
  }
}

console.log((await answer("Say hello.")).output_text);
