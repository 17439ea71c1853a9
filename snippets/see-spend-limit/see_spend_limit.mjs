import OpenAI from "openai";

const client = new OpenAI();
const limit = await client.admin.organization.spendLimit.retrieve();
console.log(`$${(limit.threshold_amount / 100).toFixed(2)} a ${limit.interval}`);
