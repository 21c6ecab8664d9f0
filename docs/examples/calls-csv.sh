#!/bin/sh
# Print the calls with their records as CSV, since a time if one is given: calls-csv.sh [2026-03-02T00:00:00Z]
set -eu
curl --silent --show-error --fail-with-body --get "$CALLBEACON_URL/calls.csv" \
    --header "Authorization: Bearer $CALLBEACON_TOKEN" \
    ${1:+--data-urlencode "since=$1"}
