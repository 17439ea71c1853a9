import os
import sys
from collections import Counter

from openai import OpenAI

client = OpenAI()
costs = client.admin.organization.usage.costs(
    start_time=int(os.environ["START_TIME"]), group_by=["project_id"], limit=180
)
if costs.has_more:
    sys.exit("There is more: choose a later START_TIME.")
dollars = Counter()
for day in costs.data:
    for result in day.results:
        dollars[result.project_id] += result.amount.value
for project, amount in dollars.items():
    print(f"{project} ${amount:.2f}")
