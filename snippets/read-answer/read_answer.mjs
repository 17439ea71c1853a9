import OpenAI from "openai";

const client = new OpenAI();
const response = await client.responses.create({
  model: "gpt-6-luna",
  input: "How many minutes are in a week?",
  reasoning: { effort: "high" },
});
for (const item of response.output) {
  if (item.type === "message") {
    console.log(item.content[0].text);
  }
}
