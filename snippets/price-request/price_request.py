from openai import OpenAI

# Dollars per million tokens.
INPUT, CACHED_INPUT, CACHE_WRITE, OUTPUT = 0.10, 0.01, 0.125, 0.50

client = OpenAI()
usage = client.responses.create(model="gpt-6-luna", input="Say hello.").usage
cached = usage.input_tokens_details.cached_tokens
written = usage.input_tokens_details.cache_write_tokens
dollars = (
    (usage.input_tokens - cached - written) * INPUT
    + cached * CACHED_INPUT
    + written * CACHE_WRITE
    + usage.output_tokens * OUTPUT
) / 1_000_000
print(f"${dollars:.6f} for {usage.total_tokens} tokens")
