# Everything a newcomer or a machine calls. Each target installs what it needs.

SHELL := /bin/bash
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
JOBS ?= $(shell nproc)

# What building and running need; the second list only for the tests, the third for the benchmarks.
PACKAGES := libmosquitto-dev libsqlite3-dev libsystemd-dev mosquitto pkg-config
TEST_PACKAGES := mosquitto-clients openssl iproute2 osmium-tool
BENCH_PACKAGES := libboost-dev libsimdjson-dev osmium-tool

# Optimised programs carry Swift's runtime in themselves, so that they run where no Swift is installed,
# and are optimised across the borders of their modules.
RELEASE := -c release --static-swift-stdlib -Xswiftc -cross-module-optimization -j $(JOBS)

SWIFT_SOURCES := Package.swift Sources Tests Simulator/Package.swift Simulator/Sources \
	Simulator/Tests Benchmarks/Package.swift Benchmarks/Sources

.DEFAULT_GOAL := help
.PHONY: help deps test-deps bench-deps build run test lint bench simulate torture install clean

help: ## Show this list.
	@grep -hE '^[a-z -]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

define install_packages
	@missing=""; for package in $(1); do \
		dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' \
			|| missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then \
		echo "installing$$missing"; \
		$(SUDO) apt-get update -qq \
		&& DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq --no-install-recommends \
			$$missing >/dev/null; fi
	@command -v swift >/dev/null || { \
		echo "Swift 6.3 is not installed: see https://www.swift.org/install" >&2; exit 1; }
endef

deps: ## Install what building and running need (apt, Debian 12).
	$(call install_packages,$(PACKAGES))

test-deps: deps
	$(call install_packages,$(TEST_PACKAGES))

bench-deps: deps
	$(call install_packages,$(BENCH_PACKAGES))

# What the compiler says of each step is for its log; a person sees that it goes on, and what failed.
# $(1) is a product, $(2) where its package is.
define build_product
	@mkdir -p .run; printf 'building $(1)\n'; shown=0; \
	swift build $(RELEASE) $(2) --product $(1) 2>&1 | tee .run/build-$(1).log \
		| while IFS= read -r line; do \
			step=$${line%%]*}; \
			if [ -t 1 ]; then printf '\r\033[K%.79s' "$$line"; \
			elif [[ $$step == \[*/* ]] && (( SECONDS >= shown + 30 )); then \
				shown=$$SECONDS; echo "  step $${step#[}"; fi; done; \
	code=$${PIPESTATUS[0]}; [ ! -t 1 ] || printf '\r\033[K'; \
	if [ $$code != 0 ]; then \
		grep -a 'error:' .run/build-$(1).log || tail -20 .run/build-$(1).log; \
		echo "the whole of it is in .run/build-$(1).log"; fi; \
	exit $$code
endef

build: deps ## Build the daemon, the CLI and the simulator, optimised.
	$(call build_product,gaswatchd)
	$(call build_product,gaswatch)
	$(call build_product,gaswatch-sim,--package-path Simulator)

run: build ## Run everything on loopback with 29,000 simulated valves. FOR= VALVES= SEED= SCENARIO=
	FOR="$(FOR)" VALVES="$(VALVES)" SEED="$(SEED)" SCENARIO="$(SCENARIO)" Simulator/run.sh

# One test after the other, because many of them block a thread on a real broker or a real disk
# and the pool has one thread a core. What failed is said again at the end, where it is looked for.
define run_tests
	@mkdir -p .build; \
	swift test --no-parallel $(1) 2>&1 | tee .build/test.log; code=$${PIPESTATUS[0]}; \
	if [ $$code != 0 ]; then echo "failed:"; grep -a '✘\|error:\|Fatal' .build/test.log; fi; \
	exit $$code
endef

test: test-deps ## Pass every test.
	swift build -j $(JOBS) --build-tests
	$(call run_tests,--skip-build)
	$(call run_tests,-j $(JOBS) --package-path Simulator)

lint: ## Check the format and the tidy rules; warnings are errors in every build.
	swift format lint --strict --recursive --parallel $(SWIFT_SOURCES)
	swift test -j $(JOBS) --filter TidyTests

bench: bench-deps ## Measure, with the target beside each figure.
	swift run $(RELEASE) --package-path Benchmarks gaswatch-bench

# 29,000 connections of their own, and in the middle of the run every tenth device calls a leak in
# the same second.
LOAD_STORM ?= 2900
LOAD_FOR ?= 60

# Road graphs of the shared material, where it is there; without them the drawn cities alone.
DISPATCH_ROADS := $(wildcard ../shared/data/roads/baltimore.osm.pbf ../shared/data/roads/monaco.osm.gz)

.PHONY: bench-dispatch
bench-dispatch: bench-deps ## Measure the quality of dispatching over two dozen cities.
	@graphs=""; mkdir -p .run/roads; \
	for map in $(DISPATCH_ROADS); do \
		graph=.run/roads/$$(basename $$map | cut -d. -f1).roads; \
		swift run $(RELEASE) gaswatch roads import $$map -O $$graph -o name \
			&& graphs="$$graphs $$PWD/$$graph"; done; \
	swift run $(RELEASE) --package-path Benchmarks gaswatch-dispatch $$graphs

.PHONY: load capacity replay
# "load" alone on the left would be a directive of make.
capacity load: build ## Measure with a connection for every valve: load (a storm on top), capacity (up to the limit).
	@case $@ in \
	load) STORM=$(LOAD_STORM) FOR=$(LOAD_FOR) VALVES="$(VALVES)" SEED="$(SEED)" Simulator/run.sh;; \
	capacity) JOB=capacity VALVES="$(VALVES)" SEED="$(SEED)" Simulator/run.sh;; \
	esac

.PHONY: detection
detection: build ## Measure the detector against a plain threshold; HOMES= HOURS= SEED= FLEET=
	HOMES="$(or $(HOMES),200)" HOURS="$(or $(HOURS),24)" SEED="$(or $(SEED),1)" \
		FLEET="$(or $(FLEET),29000)" Simulator/detection.sh

replay: build ## Play RECORDING= through the daemon; MAP="gas=ch4:ppm every=1s" SPEED=
	JOB=replay RECORDING="$(RECORDING)" MAP="$(MAP)" SPEED="$(SPEED)" Simulator/run.sh

# How often the daemon is killed, under how many alarms a second; runs of power cuts; seconds for
# which the daemon is suspended.
TORTURE_KILLS ?= 200
TORTURE_RATE ?= 3000
TORTURE_CUTS ?= 2
TORTURE_SUSPEND ?= 60

# Every form runs, also after one that found something; the exit code is 1 when any did.
torture: test-deps ## The long proofs on the real thing: kills, power cuts, broker, disk. TORTURE_KILLS= SEED=
	swift build $(RELEASE) --product gaswatchd
	swift build $(RELEASE) --product gaswatch-torture
	swift build -j $(JOBS) --build-tests
	@set -o pipefail; failed=0; tool=.build/release/gaswatch-torture; seed=$(or $(SEED),1); \
	$$tool kills --kills $(TORTURE_KILLS) --rate $(TORTURE_RATE) --seed $$seed || failed=1; \
	$$tool kills --broker --kills $$(($(TORTURE_KILLS) / 4)) --rate 1000 --seed $$seed || failed=1; \
	$$tool cuts --runs $(TORTURE_CUTS) --seed $$seed || failed=1; \
	TORTURE_SUSPEND=$(TORTURE_SUSPEND) swift test --skip-build --no-parallel \
		--filter 'BrokerFailureTests|DiskTests|SuspendTests|TroubleTests' 2>&1 \
		| grep -a '^. Test' || failed=1; \
	exit $$failed

# As many as the slowest bug needed, and some.
mutants: SEEDS = 400
.PHONY: mutants
mutants: deps ## Plant each bug of Tests/PlantedBugs and see that the simulation catches it. BUGS= SEEDS=
	SEEDS="$(SEEDS)" Tests/PlantedBugs/plant.sh $(BUGS)

# Each seed is 1,000 valves and an hour.
SEEDS ?= 200

simulate: deps ## Seeds of the whole room in a simulated district. SEEDS= from SEED= on
	swift build $(RELEASE) --product gaswatch-simulate
	.build/release/gaswatch-simulate --seeds $(SEEDS) --first $(or $(SEED),1) --jobs $(JOBS)

# libFuzzer over every reader of what comes from outside, for so many seconds each, from the committed
# corpus on; what it finds grows under .build/fuzz. It stops at the first crash or disagreement with
# the strict references and keeps the input beside it.
SECONDS ?= 60
TARGET ?= reading link topic result rescue registry settings

.PHONY: fuzz
fuzz: deps ## Fuzz the readers. SECONDS= TARGET=
	GASWATCH_FUZZ=1 swift build -c release -j $(JOBS) --sanitize=fuzzer \
		--scratch-path .build/fuzz --product gaswatch-fuzz
	@for target in $(TARGET); do \
		mkdir -p .build/fuzz/grown/$$target; \
		FUZZ_TARGET=$$target .build/fuzz/release/gaswatch-fuzz -max_total_time=$(SECONDS) \
			-max_len=5000 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
			-artifact_prefix=.build/fuzz/$$target- .build/fuzz/grown/$$target \
			Tests/Fuzz/Corpus/$$target > .build/fuzz/$$target.log 2>&1 \
			|| { tail -30 .build/fuzz/$$target.log; exit 1; }; \
		echo "$$target: $$(sed -n 's/stat::number_of_executed_units: *//p' .build/fuzz/$$target.log) executions"; \
	done

install: ## Install under DESTDIR= what make build has built.
	Config/install.sh "$(DESTDIR)" /usr .build/release Simulator/.build/release

clean: ## Remove what was built and what was run.
	rm -rf .build .run Simulator/.build Benchmarks/.build
