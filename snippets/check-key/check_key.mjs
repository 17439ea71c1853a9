import OpenAI from "openai";

const models = await new OpenAI().models.list();
console.log(`The key works. It can see ${models.data.length} models.`);
