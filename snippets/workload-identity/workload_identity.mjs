import OpenAI from "openai";
import { k8sServiceAccountTokenProvider } from "openai/auth";

const client = new OpenAI({
  workloadIdentity: {
    identityProviderId: process.env.OPENAI_IDENTITY_PROVIDER_ID,
    serviceAccountId: process.env.OPENAI_SERVICE_ACCOUNT_ID,
    provider: k8sServiceAccountTokenProvider(process.env.TOKEN_FILE),
  },
});
const response = await client.responses.create({
  model: "gpt-6-luna",
  input: "Say hello.",
});
console.log(response.output_text);
