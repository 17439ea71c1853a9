import OpenAI from "openai";

for await (const model of new OpenAI().models.list()) {
  console.log(model.id);
}
