import OpenAI from "openai";

const client = new OpenAI();
for await (const project of client.admin.organization.projects.list({ limit: 100 })) {
  console.log(project.id, project.name);
}
