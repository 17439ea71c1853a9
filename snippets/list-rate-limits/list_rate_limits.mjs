import OpenAI from "openai";

const client = new OpenAI();
const { rateLimits } = client.admin.organization.projects;
for await (const limit of rateLimits.listRateLimits(process.env.PROJECT_ID)) {
  const requests = limit.max_requests_per_1_minute;
  const tokens = limit.max_tokens_per_1_minute;
  console.log(`${limit.model}: ${requests} requests, ${tokens} tokens a minute`);
}
