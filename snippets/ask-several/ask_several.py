import asyncio

from openai import AsyncOpenAI

client = AsyncOpenAI()
at_once = asyncio.Semaphore(2)

async def ask(question: str) -> str:
    async with at_once:
        response = await client.responses.create(
            model="gpt-6-luna",
            input=question,
        )
    return response.output_text

async def main() -> None:
    questions = [
        "Say hello.",
        "Say hello in French.",
        "Say hello in German.",
    ]
    calls = map(ask, questions)
    answers = await asyncio.gather(*calls, return_exceptions=True)
    for question, answer in zip(questions, answers, strict=True):
        print(question, answer)

asyncio.run(main())
