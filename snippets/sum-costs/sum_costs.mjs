import OpenAI from "openai";

const client = new OpenAI();
const costs = await client.admin.organization.usage.costs({
  start_time: Number(process.env.START_TIME),
  group_by: ["project_id"],
  limit: 180,
});
if (costs.has_more) {
  console.error("There is more: choose a later START_TIME.");
  process.exit(1);
}
const dollars = {};
for (const day of costs.data) {
  for (const { project_id: project, amount } of day.results) {
    dollars[project] = (dollars[project] ?? 0) + amount.value;
  }
}
for (const [project, amount] of Object.entries(dollars)) {
  console.log(`${project} $${amount.toFixed(2)}`);
}
