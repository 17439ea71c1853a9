npm install dotenv
