import OpenAI from "openai";

const client = new OpenAI();
for await (const key of client.admin.organization.adminAPIKeys.list()) {
  console.log(key.name, key.redacted_value, key.expires_at ?? "does not expire");
}
