import OpenAI from "openai";

const client = new OpenAI({ maxRetries: 0 });
const alert = await client.admin.organization.spendAlerts.create({
  threshold_amount: 4000,
  currency: "USD",
  interval: "month",
  notification_channel: { type: "email", recipients: ["finance@example.com"] },
});
console.log(`${alert.id}: an email at $${(alert.threshold_amount / 100).toFixed(2)}`);
