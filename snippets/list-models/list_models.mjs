import OpenAI from "openai";

const models = (await new OpenAI().models.list()).data;
const end = (model) => model.shutdown_date ?? "9999";
models.sort((one, other) => end(one).localeCompare(end(other)));
for (const model of models) {
  console.log(model.id, model.shutdown_date ?? "no end announced");
}
