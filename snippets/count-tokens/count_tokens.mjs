import OpenAI from "openai";

const client = new OpenAI();
const usage = await client.admin.organization.usage.completions({
  start_time: Number(process.env.START_TIME),
  group_by: ["model", "api_key_id"],
  limit: 31,
});
if (usage.has_more) {
  console.error("There is more: choose a later START_TIME.");
  process.exit(1);
}
const totals = {};
for (const day of usage.data) {
  for (const result of day.results) {
    const who = `${result.model} ${result.api_key_id}`;
    const total = (totals[who] ??= { sent: 0, written: 0 });
    total.sent += result.input_tokens;
    total.written += result.output_tokens;
  }
}
for (const [who, { sent, written }] of Object.entries(totals)) {
  console.log(`${who}: ${sent} tokens in, ${written} out`);
}
