#!/bin/bash
# engine-guard.sh DIR COMMAND...: runs COMMAND, which starts an engine in the private folder DIR, then waits for the end
# of its standard input and removes the engine and the folder. A test holds the other end of that pipe: however the test
# ends, killed or not, the pipe closes with it, and nothing stays behind.
set -uo pipefail
dir=$1
shift

# Process ids of what still runs out of the private folder (dockerd, its containerd, shims).
leftovers() {
  local command
  for proc in /proc/[0-9]*; do
    { command=$(tr '\0' ' ' < "$proc/cmdline"); } 2> /dev/null || continue
    case "$command" in *dockerd*"$dir/exec"* | *containerd*"$dir/exec"*) echo "${proc#/proc/}" ;; esac
  done
}

stop() {
  trap - EXIT
  local docker=(timeout 20 docker -H "unix://$dir/docker.sock")
  if [ -S "$dir/docker.sock" ]; then
    # Containers first: dockerd waits ten seconds for each that ignores SIGTERM.
    "${docker[@]}" ps -aq | xargs -r "${docker[@]}" rm -f
    "${docker[@]}" network prune -f
  fi > /dev/null 2>&1
  if [ -f "$dir/pid" ]; then kill "$(cat "$dir/pid")" 2> /dev/null; fi
  for _ in $(seq 100); do
    [ -n "$(leftovers)" ] || break
    sleep 0.1
  done
  leftovers | xargs -r kill -9
  grep -o " $dir/[^ ]*" /proc/mounts | sort -r | xargs -r umount -l
  rm -rf --one-file-system "$dir"
}

trap stop EXIT
"$@" || exit 1
cat > /dev/null
