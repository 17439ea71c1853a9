import OpenAI from "openai";

const client = new OpenAI();
const limit = await client.admin.organization.spendLimit.update({
  threshold_amount: 5000,
  currency: "USD",
  interval: "month",
});
console.log(`$${(limit.threshold_amount / 100).toFixed(2)} a ${limit.interval}`);
