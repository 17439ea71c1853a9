import { createServer } from "node:http";
import { app } from "./ask_app.mjs";

const server = createServer(app).listen(0, "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));

async function ask(body) {
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/ask`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body,
  });
  console.log("browser:", answer.status, await answer.text());
}

await ask('{"question": "Say hello."}');
await ask('{"model": "gpt-6-astra"}');
server.close();
