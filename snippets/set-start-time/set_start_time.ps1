$env:START_TIME = [DateTimeOffset]::new([DateTime]::UtcNow.Date.AddDays(-6)).ToUnixTimeSeconds()
