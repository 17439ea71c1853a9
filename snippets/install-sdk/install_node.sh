npm init --yes
npm install openai
