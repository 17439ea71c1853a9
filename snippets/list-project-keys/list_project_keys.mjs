import OpenAI from "openai";

const days = (seconds) => `${Math.floor(seconds / 86400)} days`;
const now = Date.now() / 1000;

const keys = new OpenAI().admin.organization.projects.apiKeys;
for await (const key of keys.list(process.env.PROJECT_ID, {
  limit: 100,
  owner_project_access: "any",
})) {
  const owner = key.owner.user ?? key.owner.service_account;
  const used = key.last_used_at ? `${days(now - key.last_used_at)} ago` : "never";
  let ends = key.expires_at ? `expires in ${days(key.expires_at - now)}` : "never expires";
  if (key.expires_at && key.expires_at <= now) ends = "expired";
  console.log(`${key.id} ${key.name} ${key.redacted_value}`);
  console.log(`  owner ${owner?.name ?? "unknown"}, ${key.owner_project_access}`);
  console.log(`  used ${used}, ${ends}`);
}
