#!/usr/bin/env bash
# Judges, and hands verdict and code on as outputs. It never fails itself, because a step that fails hides them.
set -euo pipefail

flags=(judge --service "$SERVICE" --released-at "$RELEASED_AT" --report github)
while IFS= read -r line; do [[ -z $line ]] || flags+=(--canary "$line"); done <<<"$CANARY"
while IFS= read -r line; do [[ -z $line ]] || flags+=(--stable "$line"); done <<<"$STABLE"
while IFS= read -r line; do [[ -z $line ]] || flags+=("$line"); done <<<"$ARGUMENTS"

# Where nothing is judged nobody writes these; what is written later wins.
echo 'verdict=error' >>"$GITHUB_OUTPUT"
code=0
canary-verdict "${flags[@]}" || code=$?
echo "exit-code=$code" >>"$GITHUB_OUTPUT"
