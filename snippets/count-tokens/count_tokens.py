import os
import sys
from collections import Counter

from openai import OpenAI

client = OpenAI()
usage = client.admin.organization.usage.completions(
    start_time=int(os.environ["START_TIME"]),
    group_by=["model", "api_key_id"],
    limit=31,
)
if usage.has_more:
    sys.exit("There is more: choose a later START_TIME.")
sent, written = Counter(), Counter()
for day in usage.data:
    for result in day.results:
        who = f"{result.model} {result.api_key_id}"
        sent[who] += result.input_tokens
        written[who] += result.output_tokens
for who in sent:
    print(f"{who}: {sent[who]} tokens in, {written[who]} out")
