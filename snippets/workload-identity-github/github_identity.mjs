import OpenAI from "openai";

async function getToken() {
  const url = new URL(process.env.ACTIONS_ID_TOKEN_REQUEST_URL);
  url.searchParams.set("audience", "https://api.openai.com/v1");
  const token = process.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN;
  const answer = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`GitHub gave no token: ${answer.status}`);
  return (await answer.json()).value;
}

const client = new OpenAI({
  workloadIdentity: {
    identityProviderId: process.env.OPENAI_IDENTITY_PROVIDER_ID,
    serviceAccountId: process.env.OPENAI_SERVICE_ACCOUNT_ID,
    provider: { tokenType: "jwt", getToken },
  },
});
const response = await client.responses.create({
  model: "gpt-6-luna",
  input: "Say hello.",
});
console.log(response.output_text);
