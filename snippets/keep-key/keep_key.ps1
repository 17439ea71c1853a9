[Environment]::SetEnvironmentVariable("OPENAI_API_KEY", [Net.NetworkCredential]::new("", (Read-Host "Paste your key, then press Enter" -AsSecureString)).Password, "User")
