from openai import OpenAI

models = OpenAI().models.list()
print(f"The key works. It can see {len(models.data)} models.")
#> The key works. It can see 2 models.
