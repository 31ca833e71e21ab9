#!/usr/bin/env bash
# Counts the lines of a program that logs to its output or to a file, and hands them on as they are:
#   payments | SERVICE=payments TAGS=host:web-01,version:1.4.2 ./count-levels.sh
# One datagram a line with a level: meant for programs that write up to a hundred lines a second.
: "${SERVICE:?the service, as it is judged}"
: "${TAGS:=}" "${COLLECT_HOST:=127.0.0.1}" "${COLLECT_PORT:=8125}"

level='(^|[^A-Za-z])(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)([^A-Za-z]|$)'
while IFS= read -r line || [[ -n $line ]]; do
  printf '%s\n' "$line"
  [[ $line =~ $level ]] || continue
  # Nobody may listen: that is not the program's concern.
  { printf '%s' "$SERVICE.logs.${BASH_REMATCH[2]}:1|c${TAGS:+|#$TAGS}" >"/dev/udp/$COLLECT_HOST/$COLLECT_PORT"; } 2>/dev/null
done
exit 0
