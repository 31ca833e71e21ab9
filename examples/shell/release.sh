#!/bin/sh
# Deploys a canary, judges it, and promotes it or rolls it back.
#   SERVICE=payments DEPLOY=./deploy ./release.sh --canary host=web-01
# Whatever is given goes to `canary-verdict judge`. DEPLOY is called as `deploy canary|promote|rollback SERVICE`.
set -eu
: "${SERVICE:?the service, as it stands in the logs}"
: "${DEPLOY:=./deploy}"

"$DEPLOY" canary "$SERVICE"
released_at=$(date -u +%Y-%m-%dT%H:%M:%SZ)

code=0
canary-verdict judge --service "$SERVICE" --released-at "$released_at" "$@" || code=$?

# Only a verdict moves the release: whatever else happens, the canary stays as it is and a person is asked.
case $code in
  0) "$DEPLOY" promote "$SERVICE" ;;
  10) "$DEPLOY" rollback "$SERVICE" ;;
  20) echo "release: inconclusive: promote or roll back $SERVICE by hand" >&2 ;;
  2) echo "release: nothing was judged: put the command line right" >&2 ;;
  3) echo "release: nothing was judged: the logs could not be read" >&2 ;;
  70) echo "release: nothing was judged: a bug in canary-verdict" >&2 ;;
  130 | 143) echo "release: interrupted: the canary of $SERVICE still runs" >&2 ;;
  *) echo "release: canary-verdict did not run (code $code): the canary of $SERVICE still runs" >&2 ;;
esac
exit "$code"
