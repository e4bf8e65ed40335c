#!/bin/bash
# Plants each bug in a copy of the sources, builds the simulation of it and runs seeds until an
# invariant or a trap catches it. Prints a table; the exit status says whether all were caught.
#
#   plant.sh [name…]     the bugs whose file names contain one of the words; all without a word
#   SEEDS=               seeds to run at most for one bug (default 400)
#
# A seed that fails without the bug too proves nothing of it: it is played once more without.
set -u
cd "$(dirname "$0")/../.." || exit 70
here=$PWD
scratch=$here/.build/planted
seeds=${SEEDS:-400}
# A small district: a debug build runs one such seed in about a second.
size=(--valves 160 --minutes 30)
mkdir -p "$scratch"
# Times are kept, so that a second run builds only what has changed since.
rm -rf "$scratch/Sources"
cp -a Sources "$scratch/"
cat Package.swift Tests/PlantedBugs/OnlySimulation.swift >"$scratch/Package.swift"
cp Package.resolved "$scratch/"
# Outside this repository, as far as git apply is concerned.
export GIT_CEILING_DIRECTORIES=$here/.build

build() {
    swift build --package-path "$scratch" --product gaswatch-simulate >"$scratch/build.log" 2>&1
}

build || { tail -20 "$scratch/build.log"; echo "the simulation does not build" >&2; exit 70; }
cp "$scratch/.build/debug/gaswatch-simulate" "$scratch/unplanted"
printf '%-34s %6s  %s\n' bug seeds 'caught by'
missed=0
planted=0
for patch in Tests/PlantedBugs/*.patch; do
    name=$(basename "$patch" .patch)
    if [ $# -gt 0 ]; then
        wanted=
        for word in "$@"; do case $name in *"$word"*) wanted=1 ;; esac; done
        [ -n "$wanted" ] || continue
    fi
    planted=$((planted + 1))
    # Where git finds a repository around, it applies nothing and says nothing.
    if ! (cd "$scratch" && git apply "$here/$patch" && git apply -R --check "$here/$patch"); then
        printf '%-34s %6s  %s\n' "$name" - 'DOES NOT APPLY'
        missed=$((missed + 1))
        continue
    fi
    if ! build; then
        (cd "$scratch" && git apply -R "$here/$patch")
        printf '%-34s %6s  %s\n' "$name" - 'DOES NOT BUILD'
        missed=$((missed + 1))
        continue
    fi
    "$scratch/.build/debug/gaswatch-simulate" --seeds "$seeds" "${size[@]}" \
        >"$scratch/run.log" 2>"$scratch/run.err"
    code=$?
    count=$(sed -n 's/^\([0-9]*\) seeds of.*/\1/p' "$scratch/run.log")
    by=$(sed -n 's/^  seed [0-9]*: \([A-Za-z]*\) does not hold.*/\1/p' "$scratch/run.log" | tail -1)
    if [ $code -ge 128 ]; then
        count=$(sed -n 's/^\*\*\* .*//p' "$scratch/run.log" | wc -l)
        by="trap: $(grep -a -m1 -o 'Fatal error: .*' "$scratch/run.err" | cut -c1-60)"
    fi
    if [ $code = 0 ]; then
        by='NOT CAUGHT'
        missed=$((missed + 1))
    fi
    seed=$(sed -n 's/^  seed \([0-9]*\): .* does not hold.*/\1/p' "$scratch/run.log" | tail -1)
    if [ -n "$seed" ] && ! "$scratch/unplanted" --seed "$seed" "${size[@]}" >"$scratch/run.log" 2>&1
    then
        by="NOT SHOWN: seed $seed fails without it too, by ${by:-a trap}"
        missed=$((missed + 1))
    fi
    printf '%-34s %6s  %s\n' "$name" "${count:-?}" "$by"
    (cd "$scratch" && git apply -R "$here/$patch")
done
echo "$((planted - missed)) of $planted caught"
[ $missed = 0 ]
