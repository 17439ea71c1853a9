import OpenAI from "openai";

// region advice
const ADVICE = {
  invalid_api_key: "The key is wrong. Copy it again, or create a new one.",
  rate_limit_exceeded: "Too many requests. Wait a moment, then try again.",
  credit_balance_exhausted: "No credit left. Add credit. Trying again is no use.",
  slow_down: "Traffic rose too fast. Go back to the rate that worked.",
  organization_spend_limit_exceeded: "The organization's spend limit is reached. Ask an owner.",
  project_spend_limit_exceeded: "The project's spend limit is reached. Ask an owner.",
  organization_usage_limit_exceeded: "OpenAI's limit for you is reached. Ask OpenAI for more.",
  model_not_found: "No such model for you. Choose one that is listed.",
};
// endregion

// region request
try {
  const client = new OpenAI();
  const response = await client.responses.create({
    model: "gpt-6-luna",
    input: "Say hello.",
  });
  console.log(response.output_text);
} catch (error) {
  const cutOff = error instanceof TypeError && error.message === "terminated";
  if (error instanceof OpenAI.APIConnectionError || cutOff) {
    console.error(`No answer from the API. Check your network. (${error.message})`);
  } else if (error instanceof OpenAI.APIError) {
    const advice = ADVICE[error.code];
    console.error(advice ? `${error.status} ${error.code}: ${advice}` : error.message);
  } else if (error instanceof OpenAI.OpenAIError) {
    console.error("No key. Set OPENAI_API_KEY first.");
  } else {
    throw error;
  }
  process.exitCode = 1;
}
// endregion
