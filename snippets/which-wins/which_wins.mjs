import OpenAI from "openai";

console.log(new OpenAI().project);
console.log(new OpenAI({ project: "proj_of_the_program" }).project);
console.log(new OpenAI({ project: undefined }).project);
