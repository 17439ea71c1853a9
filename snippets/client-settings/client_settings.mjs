import OpenAI from "openai";

const client = new OpenAI();
console.log("Key:", `${client.apiKey.slice(0, 8)}...${client.apiKey.slice(-4)}`);
console.log("Address:", client.baseURL);
console.log("Project:", client.project);
console.log("Organization:", client.organization);
