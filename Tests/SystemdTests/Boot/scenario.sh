#!/bin/sh
# What is expected of the service under a real systemd. Runs inside the booted system; prints one
# line for each expectation and ends with 0 only when all are met.
set -u
failures=0
socket=/run/gaswatch/gaswatch.sock

verdict() {
    if [ "$1" -eq 0 ]; then
        echo "met: $2"
    else
        echo "NOT MET: $2"
        failures=$((failures + 1))
    fi
}
show() { systemctl show --property="$1" --value gaswatchd; }
# Waits up to 30 s, far beyond anything expected here.
await() {
    tries=0
    until "$@" > /dev/null 2>&1; do
        tries=$((tries + 1))
        if [ "$tries" -ge 300 ]; then return 1; fi
        sleep 0.1
    done
}
answers() { curl --silent --fail --max-time 2 --unix-socket $socket http://localhost/healthz; }
is_another() { [ "$(show ActiveState)" = active ] && [ "$(show MainPID)" != "$1" ]; }

await systemctl is-active --quiet systemd-journald
systemctl list-units > /dev/null
if [ -x /usr/sbin/mosquitto ]; then
    systemd-tmpfiles --create --prefix=/run/mosquitto /usr/lib/tmpfiles.d/gaswatch.conf 2> /dev/null
    systemctl start mosquitto
    verdict $? "the broker starts with the shipped example"
fi

systemctl start gaswatchd
verdict $? "start returns when the daemon has said READY"
test "$(show ActiveState)" = active
verdict $? "the unit is active"
answers > /dev/null
verdict $? "the socket answers as soon as start has returned"
# The stand-in leaves the mode to the umask (770), the daemon sets it (660).
case $(stat -c %U:%a $socket) in gaswatch:660 | gaswatch:770) true ;; *) false ;; esac
verdict $? "the socket belongs to the daemon's user and its group may use it"

first=$(show MainPID)
kill -STOP "$first"
await is_another "$first"
verdict $? "a daemon that stands still is replaced by the watchdog"
await answers
verdict $? "the socket answers after the watchdog"

second=$(show MainPID)
kill -KILL "$second"
await is_another "$second"
verdict $? "a killed daemon is started again"
await answers
verdict $? "the socket answers after the kill"

systemctl reload gaswatchd
verdict $? "good settings are reloaded"
third=$(show MainPID)
echo "unknown_key: 1" >> /etc/gaswatch/gaswatch.yaml
systemctl reload gaswatchd 2> /dev/null
test $? -ne 0
verdict $? "bad settings are refused on reload"
test "$(show MainPID)" = "$third" && answers > /dev/null
verdict $? "the daemon runs on with its last good settings"

mkfifo /tmp/stream
curl --silent --no-buffer --unix-socket $socket http://localhost/api/v1/events > /tmp/stream &
stream=$!
# The first line, a heartbeat at the latest, shows that the stream is open.
read -r line < /tmp/stream
cat /tmp/stream > /dev/null &
test -n "$line"
verdict $? "the event stream is open"
systemctl stop gaswatchd
test "$(show Result)" = success
verdict $? "stop with an open event stream ends by itself and in good order"
wait $stream
test $? -eq 0
verdict $? "the event stream was ended, not cut"

systemctl start gaswatchd 2> /dev/null
await test "$(show ExecMainStatus)" = 78
verdict $? "bad settings end the start with 78"
test "$(show ActiveState)" = failed
verdict $? "and it is not tried again"

if [ "$failures" -ne 0 ]; then
    journalctl --no-pager --lines=40 --unit=gaswatchd
    exit 1
fi
echo "all expectations are met"
