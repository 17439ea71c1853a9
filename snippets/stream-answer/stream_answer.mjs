import OpenAI from "openai";

const client = new OpenAI();
const events = await client.responses.create({
  model: "gpt-6-luna",
  input: "Say hello.",
  stream: true,
});
for await (const event of events) {
  if (event.type === "response.output_text.delta") {
    process.stdout.write(event.delta);
  }
}
console.log();
