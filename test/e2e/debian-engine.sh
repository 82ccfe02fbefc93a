#!/bin/bash
# debian-engine.sh DIR [dockerd options]: starts the dockerd that is installed on this machine in the private folder DIR
# and prints its address. It stands in for the real engines where their folder is missing.
set -euo pipefail
dir=$1
shift
mkdir -p "$dir/data" "$dir/exec"
setsid dockerd --data-root "$dir/data" --exec-root "$dir/exec" --pidfile "$dir/pid" -H "unix://$dir/docker.sock" \
  --iptables=false --ip6tables=false --bridge=none --storage-driver vfs "$@" > "$dir/log" 2>&1 < /dev/null &
for _ in $(seq 120); do
  if curl -sf --unix-socket "$dir/docker.sock" http://localhost/version > /dev/null 2>&1; then
    echo "unix://$dir/docker.sock"
    exit 0
  fi
  sleep 0.25
done
echo "dockerd did not start:" >&2
tail -5 "$dir/log" >&2
exit 1
