#!/usr/bin/env bash
# The tables of Docs/detection.md: our rules against a plain threshold of 10 %LEL, on simulated homes
# whose leaks are known and on recordings that nobody here made. `make detection` calls it when all is
# built. What it writes stands under .run/detection.
#
#   HOMES=200 HOURS=24 SEED=1 FLEET=29000 Simulator/detection.sh
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
bin=${GASWATCH_BIN:-.build/release}/gaswatch
sim=${GASWATCH_SIM:-Simulator/.build/release}/gaswatch-sim
homes=${HOMES:-200} hours=${HOURS:-24} seed=${SEED:-1} fleet=${FLEET:-29000}
data=${DATA:-../shared/data}
out=.run/detection
mkdir -p "$out"

profile() { # NAME PERIOD: a file of the default profile with another period
    printf 'profiles:\n  - name: default\n    report_period: %s\n' "$2" >"$out/$1.yaml"
    echo "$out/$1.yaml"
}

twice() { # PROFILE: the same without the clause on a fast rise
    local file=${1%.yaml}-twice.yaml
    { cat "$1"; echo "    leak_rise_per_minute: 100"; } >"$file"
    echo "$file"
}

# judge LABEL RECORDING TRUTH PROFILE [OPTIONS...]: a row for our rules, for the threshold, and for
# our rules without the clause on a fast rise
judge() {
    local label=$1 recording=$2 truth=$3 profile=$4
    shift 4
    "$bin" backtest "$recording" --profile "$profile" -o ndjson --lang en "$@" \
        >"$out/ours.ndjson" 2>>"$out/summaries"
    "$bin" backtest "$recording" --threshold 10 -o ndjson --lang en "$@" \
        >"$out/plain.ndjson" 2>>"$out/summaries"
    "$bin" backtest "$recording" --profile "$(twice "$profile")" -o ndjson --lang en "$@" \
        >"$out/twice.ndjson" 2>>"$out/summaries"
    "$sim" detection "$truth" "$out/ours.ndjson" --label "$label: our rules"
    "$sim" detection "$truth" "$out/plain.ndjson" --label "$label: plain threshold"
    "$sim" detection "$truth" "$out/twice.ndjson" --label "$label: without the rise clause"
}

: >"$out/summaries"
: >"$out/nothing"
echo "simulated homes, devices silent, $homes homes for $hours h, seed $seed:"
echo
for period in 15 60 300; do
    "$sim" record --homes "$homes" --leaks $((homes / 2)) --hours "$hours" --period "$period" \
        --seed "$seed" -O "$out/homes.csv" --truth "$out/truth.ndjson" >/dev/null
    [ "$period" = 15 ] && "$sim" detection "$out/truth.ndjson" "$out/nothing" --head | sed -n 1,2p
    judge "every $period s" "$out/homes.csv" "$out/truth.ndjson" "$(profile p$period $period)"
done

echo
echo "devices that alarm and close by themselves, $hours h, seed $seed, made safe after 30 min:"
echo
head=1
for period in 300 60 15; do
    # As many homes as give about as many rows.
    case $period in 300) count=$fleet ;; 60) count=$((fleet / 5)) ;; *) count=$((fleet / 20)) ;; esac
    "$sim" record --homes "$count" --leaks 0 --alarms --hours "$hours" --period "$period" \
        --seed "$seed" -O "$out/fleet.csv" --truth "$out/fleet.ndjson" >/dev/null
    "$bin" backtest "$out/fleet.csv" --profile "$(profile p$period $period)" --safe-after 30 \
        -o ndjson --lang en >"$out/daily.ndjson" 2>>"$out/summaries"
    "$sim" detection "$out/fleet.ndjson" "$out/daily.ndjson" --daily ${head:+--head} \
        --label "every $period s"
    head=
done
rm -f "$out/fleet.csv"

if [ ! -d "$data" ]; then
    echo "no recordings beside the project ($data): the tables of real data are left out" >&2
    exit 0
fi

echo
echo "recordings without a leak, so that every call-out is false:"
echo
"$sim" detection "$out/truth.ndjson" "$out/nothing" --head | sed -n 1,2p
echo '{"homes":1,"start":0,"seconds":345616}' >"$out/none.ndjson"
judge "indoor VOC (SGP30), 10 s, 4 days" "$data/gas_sensors/sgp30_indoor_1_dataset_test_04d.csv.gz" \
    "$out/none.ndjson" "$(profile p10 10)" \
    --map gas=CO2eq:ppm --map temp=Temperature --map at=time:s --map valve:=SGP30
echo '{"homes":1,"start":0,"seconds":6400}' >"$out/none.ndjson"
judge "smoke and perfume (MQ-5), 1 s, 1.8 h" "$data/gas_sensors/mq_array_smoke_perfume_6400.csv.gz" \
    "$out/none.ndjson" "$(profile p1 1)" --map gas=MQ5:x10 --map valve:=MQ5 --map every=1s
echo '{"homes":1,"start":0,"seconds":84628800}' >"$out/none.ndjson"
judge "one home's flow, hourly, 980 days" "$data/gas_flow/uk_household_gas_hourly_kwh.csv.gz" \
    "$out/none.ndjson" "$(profile p3600 3600)" \
    --map flow=value:kWh/h --map at=start:iso --map valve:=house
echo
echo "methane of a longwall, 30 s means, 4.6 days: alarms of one sensor, each a real exceedance:"
echo
echo '{"homes":1,"start":0,"seconds":401040}' >"$out/none.ndjson"
"$sim" detection "$out/truth.ndjson" "$out/nothing" --head | sed -n 1,2p
for sensor in MM31 MM116; do
    judge "longwall $sensor" "$data/gas_sensors/coalmine_methane-train.arff.gz" \
        "$out/none.ndjson" "$(profile p30 30)" \
        --map gas=$sensor:%vol --map valve:=$sensor --map every=30s
done
