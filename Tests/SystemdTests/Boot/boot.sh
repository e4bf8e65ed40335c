#!/bin/sh
# Boots this machine's own systemd as the first process of fresh namespaces over a copy-on-write
# view of the file system, with the service unit, the configuration and a daemon installed in it.
#
#   boot.sh FOLDER DAEMON CONFIG     (root with CAP_SYS_ADMIN)
#
# FOLDER is empty and receives `pid`, the number of the new first process. The script lives as long
# as that system; whoever ends it ends the system with it.
set -eu
folder=$1 daemon=$2 config=$3
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

# systemd wants a cgroup tree of its own; the namespace is rooted where the process stands.
hierarchy=/sys/fs/cgroup
if [ -d /sys/fs/cgroup/unified ]; then hierarchy=/sys/fs/cgroup/unified; fi
group=$hierarchy/gaswatch-boot-$$
mkdir "$group"
# shellcheck disable=SC2317
sweep() {
    if [ -n "${namespace:-}" ]; then kill -KILL "$namespace" 2> /dev/null || true; fi
    wait 2> /dev/null || true
    for left in $(cat "$group/cgroup.procs" 2> /dev/null); do
        [ "$left" = $$ ] || kill -KILL "$left" 2> /dev/null || true
    done
    echo $$ > "$hierarchy/cgroup.procs" 2> /dev/null || true
    tries=0
    while [ -d "$group" ] && [ $tries -lt 50 ]; do
        find "$group" -depth -type d -exec rmdir {} + 2> /dev/null || sleep 0.1
        tries=$((tries + 1))
    done
}
trap sweep EXIT
trap 'exit 0' TERM INT
echo $$ > "$group/cgroup.procs"

unshare --mount --pid --fork --kill-child --uts --ipc --net --cgroup \
    /bin/sh "$here/first.sh" "$folder" "$daemon" "$config" < /dev/null &
namespace=$!
# The children go into the namespaces; this one goes back so that the group can be removed.
echo $$ > "$hierarchy/cgroup.procs" 2> /dev/null || true
wait "$namespace" || true
