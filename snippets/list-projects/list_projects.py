from openai import OpenAI

client = OpenAI()
for project in client.admin.organization.projects.list(limit=100):
    print(project.id, project.name)
