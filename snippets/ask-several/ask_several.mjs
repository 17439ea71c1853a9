import OpenAI from "openai";

const client = new OpenAI();
const questions = [
  "Say hello.",
  "Say hello in French.",
  "Say hello in German.",
];
const answers = [];
const waiting = questions.entries();

async function askTheNext() {
  for (const [number, question] of waiting) {
    try {
      const response = await client.responses.create({
        model: "gpt-6-luna",
        input: question,
      });
      answers[number] = response.output_text;
    } catch (error) {
      answers[number] = error.message;
    }
  }
}

await Promise.all([askTheNext(), askTheNext()]);
for (const [number, question] of questions.entries()) {
  console.log(question, answers[number]);
}
