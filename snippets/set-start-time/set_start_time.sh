export START_TIME=$(($(date +%s) / 86400 * 86400 - 6 * 86400))
