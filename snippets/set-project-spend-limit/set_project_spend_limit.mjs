import OpenAI from "openai";

const client = new OpenAI();
const projects = client.admin.organization.projects;
const limit = await projects.spendLimit.update(process.env.PROJECT_ID, {
  threshold_amount: 2000,
  currency: "USD",
  interval: "month",
});
console.log(`$${(limit.threshold_amount / 100).toFixed(2)} a ${limit.interval}`);
