import OpenAI from "openai";

const client = new OpenAI();
const ownId = "order-4711-summary";
try {
  const response = await client.responses.create(
    { model: "gpt-6-luna", input: "Say hello." },
    { headers: { "X-Client-Request-Id": ownId } },
  );
  console.log(`own id ${ownId}, OpenAI's id ${response._request_id}`);
} catch (error) {
  if (!(error instanceof OpenAI.APIError)) throw error;
  const theirs = error.requestID ? `OpenAI's id ${error.requestID}` : "no answer";
  console.error(`own id ${ownId}, ${theirs}: ${error.message}`);
  process.exitCode = 1;
}
