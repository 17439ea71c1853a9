import OpenAI from "openai";

const client = new OpenAI();
const projects = client.admin.organization.projects;
for await (const limit of projects.rateLimits.listRateLimits(process.env.PROJECT_ID)) {
  const { model, max_requests_per_1_minute: requests, max_tokens_per_1_minute: tokens } = limit;
  console.log(`${model}: ${requests} requests, ${tokens} tokens a minute`);
}
