from openai import OpenAI

print(OpenAI().project)
print(OpenAI(project="proj_of_the_program").project)
print(OpenAI(project=None).project)
