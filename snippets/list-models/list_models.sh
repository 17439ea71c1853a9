set -o pipefail
curl https://api.openai.com/v1/models \
  --silent --show-error --fail-with-body \
  --header "Authorization: Bearer ${OPENAI_API_KEY:?is not set}" |
  jq --raw-output '.error.message //
    (.data | sort_by(.shutdown_date // "9999")[] | "\(.id) \(.shutdown_date // "no end announced")")'
