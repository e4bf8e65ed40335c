#!/usr/bin/env bash
# A whole district on this machine: a private broker, the daemon and the simulated fleet, with
# everything they write under .run/. `make run` calls it when all is built.
#
#   VALVES=29000 SEED=1 FOR=60 SCENARIO=default Simulator/run.sh
#
# Without FOR it runs until Ctrl-C. The exit code is the fleet's: 0 only when every leak was called
# out and every alarm had its receipt.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
PATH=$PATH:/usr/sbin:/usr/local/sbin

valves=${VALVES:-29000}
seed=${SEED:-1}
duration=${FOR:-}
scenario=${SCENARIO:-default}
# What the simulator does: `fleet` plays a district, `capacity` finds out what it bears, `replay`
# plays a recording.
job=${JOB:-fleet}
# The recording, what its columns are (options of --map, separated by spaces), and how many times
# faster than recorded.
recording=${RECORDING:-}
map=${MAP:-}
speed=${SPEED:-1}
# Connections that the valves share; empty gives each its own.
connections=${CONNECTIONS:-}
# Devices that call a leak within one second, in the middle of the run.
storm=${STORM:-}
# Valves that come by TLS, each with a certificate of its own.
tls=${TLS:-}
# Reports a second at the end of the run, to which the rate rises.
ramp=${RAMP:-}
bin=${GASWATCH_BIN:-.build/release}
sim=${GASWATCH_SIM:-Simulator/.build/release}
run=.run
log=$run/log

broker_pid='' second_pid='' daemon_pid='' fleet_pid=''

refuse() {
    echo "run.sh: $1" >&2
    exit "${2:-64}"
}

# Ends a program that this script started: politely, and after ten seconds by force.
# shellcheck disable=SC2317 # It is called by the trap.
end() {
    local pid=$1
    [[ -n $pid ]] || return 0
    kill -TERM "$pid" 2>/dev/null || return 0
    for _ in {1..100}; do
        kill -0 "$pid" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
}

# shellcheck disable=SC2317 # It is called by the trap.
clean_up() {
    trap '' INT TERM
    end "$fleet_pid"
    end "$daemon_pid"
    end "$second_pid"
    end "$broker_pid"
}

# A failure of the programs behind the scene: the end of their log, and where the rest is.
show_log() {
    echo "run.sh: $1 Its log is $2; the last lines:" >&2
    tail -n 15 "$2" >&2 || true
}

# A port of 127.0.0.1 below the ephemeral ones that nothing answers at.
free_port() {
    local port
    for _ in {1..200}; do
        port=$((20000 + RANDOM % 12000))
        if [[ $port != "${1:-}" ]] && ! (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
    refuse 'found no free port on 127.0.0.1 between 20000 and 32000.' 75
}

answers() { (: <>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Whether the daemon's /readyz says 200.
is_ready() {
    local status=''
    answers "$1" || return 1
    {
        printf 'GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
        IFS= read -r -t 2 status <&3 || true
    } 3<>"/dev/tcp/127.0.0.1/$1" || return 1
    [[ $status == *' 200'* ]]
}

shipped() { (cd Simulator/Scenarios && echo *.yaml) | sed 's/\.yaml//g'; }

check_request() {
    [[ $valves =~ ^[1-9][0-9]{0,5}$ ]] || refuse "VALVES is '$valves'; 1 to 999999 are possible."
    [[ $seed =~ ^[0-9]{1,18}$ ]] || refuse "SEED is '$seed'; it is a whole number."
    [[ -z $duration || $duration =~ ^[1-9][0-9]{0,6}$ ]] ||
        refuse "FOR is '$duration'; it is a number of seconds."
    [[ -z $duration ]] || ((duration >= 30)) ||
        refuse "FOR is $duration; at least 30 s, because no leak begins in the last 20 s."
    if [[ $scenario != default ]]; then
        [[ -f $scenario ]] || scenario=Simulator/Scenarios/$scenario.yaml
        [[ -f $scenario ]] || refuse "SCENARIO is '${SCENARIO}'; there are: $(shipped)" 65
        job=scenario
        # As many valves as the scenario plays, so that no second broker is started for nothing.
        if [[ -z ${VALVES:-} ]]; then
            valves=$(sed -n 's/^valves: *\([0-9]*\).*/\1/p' "$scenario")
            valves=${valves:-29000}
        fi
    fi
    if [[ $job == replay ]]; then
        [[ -f $recording ]] || refuse "RECORDING is '$recording'; name a file to play." 65
        # The registered homes are strangers to a recording; one is enough.
        valves=${VALVES:-1}
    fi
    [[ -z $tls || $tls =~ ^[1-9][0-9]{0,4}$ ]] || refuse "TLS is '$tls'; it is a number of valves."
    [[ -z $ramp || -n $duration ]] || refuse 'RAMP needs FOR.'
    [[ -x $bin/gaswatchd ]] || refuse "$bin/gaswatchd is missing. Build it with 'make build'." 69
    [[ -x $sim/gaswatch-sim ]] ||
        refuse "$sim/gaswatch-sim is missing. Build it with 'make build'." 69
    command -v mosquitto >/dev/null ||
        refuse "mosquitto is not installed. Install it with 'apt-get install mosquitto'." 69
}

write_registry() {
    registry=registry-$valves-$seed.csv
    [[ -s $run/$registry ]] ||
        "$sim/gaswatch-sim" registry --valves "$valves" --seed "$seed" -O "$run/$registry"
}

# What every broker of a run has in common: the queue settings are those of Config/mosquitto;
# nothing is kept, because each run starts anew.
broker_settings() {
    echo "user $(id -un)"
    echo 'per_listener_settings false'
    echo "listener $1 127.0.0.1"
    echo 'allow_anonymous true'
    echo 'max_inflight_messages 65535'
    echo 'max_queued_messages 100000000'
    echo 'set_tcp_nodelay true'
    echo 'persistence false'
    echo 'connection_messages false'
    echo 'log_dest stderr'
    echo 'log_timestamp_format %Y-%m-%dT%H:%M:%S'
}

# The second broker passes everything of its valves up to the first, and what is for them down.
second_settings() {
    broker_settings "$second_port"
    echo 'connection up'
    echo "address 127.0.0.1:$broker_port"
    echo 'remote_clientid gaswatch-run-bridge'
    echo 'cleansession false'
    echo 'notifications false'
    echo 'restart_timeout 1'
    echo 'topic gas/v1/+/+/report out 0'
    echo 'topic gas/v1/+/+/alarm out 1'
    echo 'topic gas/v1/+/+/link out 1'
    echo 'topic gas/v1/+/+/result out 1'
    echo 'topic gas/v1/+/+/receipt in 1'
    echo 'topic gas/v1/+/+/command in 1'
}

# One broker takes as many connections as it may hold files open, and a few files are its own.
plan_brokers() {
    ulimit -Sn "$(ulimit -Hn)"
    local limit
    limit=$(ulimit -Sn)
    second_port=''
    [[ $limit != unlimited && -z $connections ]] || return 0
    ((valves + 64 > limit)) || return 0
    second_port=$(free_port "$broker_port")
    echo "One broker may hold $limit files open, $valves valves want a connection each:" \
        "a second private broker, bridged into the first, takes half of them."
}

# An authority of this run, the broker's certificate, and one for each valve of the sample.
write_certificates() {
    local folder=$run/tls name
    rm -rf "$folder" && mkdir -m 700 "$folder"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
        -subj '/CN=gaswatch-run-ca' -keyout "$folder/ca.key" -out "$folder/ca.crt" 2>/dev/null
    certify broker 'subjectAltName=IP:127.0.0.1'
    while IFS=, read -r name _; do
        certify "$name" 'extendedKeyUsage=clientAuth'
    done < <(sed -n "2,$((tls + 1))p" "$run/$registry")
}

certify() {
    local folder=$run/tls
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$1" \
        -keyout "$folder/$1.key" -out "$folder/$1.csr" 2>/dev/null
    openssl x509 -req -days 2 -in "$folder/$1.csr" -CA "$folder/ca.crt" -CAkey "$folder/ca.key" \
        -extfile <(echo "$2") -out "$folder/$1.crt" 2>/dev/null
    rm "$folder/$1.csr"
}

# The listener for the sample: nobody comes in without a certificate of the run's authority.
tls_settings() {
    echo "listener $tls_port 127.0.0.1"
    echo "cafile $run/tls/ca.crt"
    echo "certfile $run/tls/broker.crt"
    echo "keyfile $run/tls/broker.key"
    echo 'require_certificate true'
}

write_settings() {
    broker_port=$(free_port)
    console_port=$(free_port "$broker_port")
    tls_port=$(free_port "$console_port")
    if [[ -n $tls ]]; then write_certificates; fi
    # A unix socket's path has at most 107 bytes; in a deep folder TCP has to do.
    socket=''
    if ((${#PWD} < 80)); then socket=mosquitto.sock; fi
    plan_brokers
    {
        broker_settings "$broker_port"
        if [[ -n $socket ]]; then echo "listener 0 $PWD/$run/$socket"; fi
        if [[ -n $tls ]]; then tls_settings; fi
    } >$run/mosquitto.conf
    if [[ -n $second_port ]]; then second_settings >$run/mosquitto-2.conf; fi
    local console_socket=''
    if [[ -n $socket ]]; then console_socket=gaswatch.sock; fi
    cat >$run/gaswatch.yaml <<YAML
# Written by Simulator/run.sh for one run.
node: gaswatch-run
state: state
broker: {host: 127.0.0.1, port: $broker_port, socket: "$socket"}
rescue: {centres: ../Config/centres.yaml}
registry: $registry
profiles: ../Config/profiles.yaml
console: {listen: "127.0.0.1:$console_port", socket: "$console_socket"}
YAML
}

# In sessions of their own, so that Ctrl-C reaches the fleet alone and its summary comes first.
start_broker() {
    setsid mosquitto -c $run/mosquitto.conf >"$log/mosquitto.log" 2>&1 9>&- &
    broker_pid=$!
    await_broker "$broker_pid" "$broker_port" "$log/mosquitto.log"
    [[ -n $second_port ]] || return 0
    setsid mosquitto -c $run/mosquitto-2.conf >"$log/mosquitto-2.log" 2>&1 9>&- &
    second_pid=$!
    await_broker "$second_pid" "$second_port" "$log/mosquitto-2.log"
}

await_broker() {
    for _ in {1..100}; do
        if answers "$2"; then return; fi
        if ! kill -0 "$1" 2>/dev/null; then break; fi
        sleep 0.1
    done
    show_log 'The broker did not start.' "$3"
    exit 69
}

start_daemon() {
    setsid "$bin/gaswatchd" run --config $run/gaswatch.yaml >"$log/gaswatchd.log" 2>&1 9>&- &
    daemon_pid=$!
    for _ in {1..300}; do
        if is_ready "$console_port"; then return; fi
        if ! kill -0 "$daemon_pid" 2>/dev/null; then
            show_log 'The daemon ended before it was ready.' "$log/gaswatchd.log"
            exit 69
        fi
        sleep 0.1
    done
    show_log 'The daemon was not ready within 30 s.' "$log/gaswatchd.log"
    exit 69
}

say_what_to_try() {
    cat <<TEXT
Gaswatch runs.
  API       http://127.0.0.1:$console_port/api/v1
  broker    127.0.0.1:$broker_port
  logs      $log/
Try in another terminal:
  $bin/gaswatch --server http://127.0.0.1:$console_port status
  $bin/gaswatch --server http://127.0.0.1:$console_port valve show SN-000001
  $bin/gaswatch --server http://127.0.0.1:$console_port incident watch
TEXT
    if [[ -z $duration ]]; then echo 'Ctrl-C ends it with a summary.'; fi
}

# Waits for the fleet, past the signals that this script passes on or leaves to it.
run_fleet() {
    local words=(--broker "127.0.0.1:$broker_port"
        --registry "$run/$registry" --centres Config/centres.yaml
        --server "http://127.0.0.1:$console_port" --cli "$bin/gaswatch"
        --daemon-pid "$daemon_pid" --broker-pid "$broker_pid")
    local pages=(--truth "$run/truth.ndjson" --report-json "$run/score.json"
        --report-html "$run/score.html")
    if [[ -n $second_port ]]; then
        words+=(--broker "127.0.0.1:$second_port" --broker-pid "$second_pid")
    fi
    if [[ -n $tls ]]; then
        words+=(--tls "127.0.0.1:$tls_port" --tls-valves "$tls" --ca "$run/tls/ca.crt"
            --certificates "$run/tls")
    fi
    if [[ -n $connections ]]; then words+=(--connections "$connections"); fi
    case $job in
        scenario)
            words=("$scenario" "${words[@]}" "${pages[@]}"
                --broker-config "$run/mosquitto.conf" --daemon "$bin/gaswatchd"
                --daemon-config "$run/gaswatch.yaml")
            if [[ -n ${VALVES:-} ]]; then words+=(--only "$valves"); fi
            if [[ -n $duration ]]; then words+=(--for "$duration"); fi
            ;;
        capacity) words+=(--valves "$valves" --seed "$seed") ;;
        fleet)
            words+=(--valves "$valves" --seed "$seed")
            words+=("${pages[@]}")
            if [[ -n $duration ]]; then words+=(--for "$duration"); fi
            if [[ -n $storm ]]; then words+=(--storm "$storm"); fi
            if [[ -n $ramp ]]; then words+=(--ramp "$ramp"); fi
            ;;
    esac
    if [[ $job == replay ]]; then
        words=("$recording" --broker "127.0.0.1:$broker_port" --speed "$speed")
        local option
        for option in $map; do words+=(--map "$option"); done
    fi
    "$sim/gaswatch-sim" "$job" "${words[@]}" 9>&- &
    fleet_pid=$!
    trap ':' INT
    trap 'kill -TERM "$fleet_pid" 2>/dev/null || true' TERM
    local code=0
    while :; do
        code=0
        wait "$fleet_pid" || code=$?
        kill -0 "$fleet_pid" 2>/dev/null || break
    done
    # The wait may have ended by a signal just before the fleet did.
    if ((code > 128)); then
        code=0
        wait "$fleet_pid" || code=$?
    fi
    fleet_pid=''
    return "$code"
}

check_request
mkdir -p "$log"
exec 9>"$run/lock"
flock -n 9 || refuse "another run is going on in this folder ($run/lock is held)." 75
# A new run is a new district: incidents of the last one would be called out again.
rm -rf "${run:?}/state"
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
write_registry
write_settings
start_broker
start_daemon
say_what_to_try
code=0
run_fleet || code=$?
if ! kill -0 "$daemon_pid" 2>/dev/null; then
    show_log 'The daemon ended during the run.' "$log/gaswatchd.log"
    code=1
elif ((code != 0)); then
    echo "run.sh: the run failed (exit $code). Logs: $log/gaswatchd.log $log/mosquitto.log," \
        "score: $run/score.html" >&2
fi
exit "$code"
