from openai import OpenAI

# Dollars for a million tokens of gpt-6-luna.
INPUT, CACHED, WRITTEN, OUTPUT = 0.10, 0.01, 0.125, 0.50

client = OpenAI()
response = client.responses.create(
    model="gpt-6-luna",
    input="How many minutes are in a week?",
    reasoning={"effort": "high"},
)
usage = response.usage
cached = usage.input_tokens_details.cached_tokens
written = usage.input_tokens_details.cache_write_tokens
plain = usage.input_tokens - cached - written
cost = plain * INPUT + cached * CACHED + written * WRITTEN
cost += usage.output_tokens * OUTPUT
print(f"{usage.total_tokens} tokens cost ${cost / 1e6:.7f}")
#> 219 tokens cost $0.0001039
