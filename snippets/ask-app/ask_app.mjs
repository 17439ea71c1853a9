import OpenAI from "openai";

const client = new OpenAI({ timeout: 30_000 });

async function readBody(request) {
  let body = "";
  request.setEncoding("utf8");
  for await (const piece of request) {
    if (body.length <= 10_000) body += piece;
  }
  if (body.length > 10_000) throw new Error("the body is too long");
  return body;
}

export async function app(request, response) {
  function answer(status, fields) {
    response.writeHead(status, { "Content-Type": "application/json" });
    response.end(JSON.stringify(fields));
  }

  if (request.method !== "POST" || request.url !== "/ask") {
    return answer(404, { error: "no such page" });
  }
  let question;
  try {
    question = JSON.parse(await readBody(request)).question;
  } catch {
    question = null;
  }
  if (typeof question !== "string" || !question || question.length > 1000) {
    return answer(400, { error: "ask in 1 to 1000 characters" });
  }
  try {
    const result = await client.responses.create({
      model: "gpt-6-luna",
      input: question,
      max_output_tokens: 2000,
    });
    answer(200, { answer: result.output_text });
  } catch (error) {
    console.log(`openai: ${error.message}`);
    answer(502, { error: "no answer now, try again later" });
  }
}
