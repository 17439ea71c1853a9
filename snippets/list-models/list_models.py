from openai import OpenAI

models = OpenAI().models.list().data
for model in sorted(models, key=lambda model: model.shutdown_date or "9999"):
    print(model.id, model.shutdown_date or "no end announced")
    #> gpt-4o-mini 2027-01-14
    #> gpt-6-luna no end announced
