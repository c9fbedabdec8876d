# Everything that is typed. "make" alone tells what there is.
SHELL := /bin/bash -o pipefail
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Rounds of the tests that kill, shuffle and fuzz: one to three in "make test", this many in "make soak".
ROUNDS ?= 50
# Which measurements "make bench" takes: a glob over their names, as in ONLY='push-to-applied/*'.
ONLY ?=
# How many applications the largest of them has, which is taken only if asked for: ONLY='apps-5000*'.
APPS ?= 5000

services := image-builder-svc manifest-updater-svc sync-agent-svc drift-detector-svc
maven := ./mvnw -B -ntp
jdk := export JAVA_HOME="$$(dev/find-jdk)" && [ -n "$$JAVA_HOME" ] && \
	export MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow $$MAVEN_OPTS"
# What runs outside Maven runs from the built jars, as the services do.
run := "$$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m --enable-native-access=ALL-UNNAMED -cp
demo := dev.millrace.testbed.demo.Demo
bench := dev.millrace.bench.Bench

built := target/built
sources = $(shell find $(services) shared-* testbed bench pom.xml .mvn -path '*/target' -prune -o -path '*/src/test' -prune -o -type f -print 2>/dev/null)

.PHONY: help
help: ## this list
	@echo "make <what>:"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: demo
demo: tools $(built) ## the whole way on this machine, told on the terminal as it happens
	@$(jdk) && $(run) "$(CURDIR)/testbed/target/classes:$$(cat testbed/target/class-path)" $(demo)

.PHONY: test
test: tools ## all tests, on real parts, with all checks
	@for worker in kustomize-worker helm-worker; do \
		echo "tests: $$worker" && (cd $$worker && CGO_ENABLED=0 go test ./...) || exit 1; \
	done
	@$(jdk) && $(maven) verify || { echo "tests: what failed, and why"; dev/say-failures; exit 1; }

.PHONY: soak
soak: tools ## the tests with many rounds of kills, shuffles and fuzzing (ROUNDS=50)
	@$(jdk) && $(maven) verify -Dmillrace.rounds=$(ROUNDS)

.PHONY: fuzz
fuzz: ## Jazzer on the editing of manifests, ten minutes
	@$(jdk) && JAZZER_FUZZ=1 $(maven) -pl manifest-updater-svc -am test -Dtest=ManifestEditorFuzz -Dsurefire.failIfNoSpecifiedTests=false

.PHONY: bench
bench: tools $(built) ## measurements, as a table and in bench/target/results.json (ONLY='<glob>' for some)
	@$(jdk) && $(run) "$(CURDIR)/bench/target/classes:$$(cat bench/target/class-path)" $(bench) '$(ONLY)' '$(APPS)'

.PHONY: build
build: $(built) ## the services, without tests

.PHONY: up
up: $(built) worker ## everything with Docker: Kafka, Gitea, a registry, k3s, the services (docker-compose.yml)
	docker compose up --build --detach

.PHONY: down
down: ## ends what "make up" started; its data stay ("docker compose down --volumes" removes them)
	docker compose down

.PHONY: tools
tools: ## installs what is missing: system packages, and the test cluster's programs into ~/.cache/millrace
	@dev/find-jdk >/dev/null
	@dev/install-packages
	@dev/install-tools

# The agent's image takes its workers from beside the agent.
.PHONY: worker
worker:
	@mkdir -p sync-agent-svc/target/workers
	@for worker in kustomize-worker helm-worker; do \
		(cd $$worker && CGO_ENABLED=0 GOOS=linux go build -buildvcs=false -trimpath -ldflags "-s -w" -o ../sync-agent-svc/target/workers/ .) || exit 1; \
	done

$(built): $(sources)
	@echo "build: the services and the test bed"
	@$(jdk) && $(maven) -q -DskipTests -Dspotless.check.skip -Dmdep.analyze.skip -pl testbed,bench,$(subst $() ,$(comma),$(services)) -am \
		package dependency:build-classpath -Dmdep.outputFile=target/class-path -Dmdep.includeScope=runtime
	@mkdir -p $(@D) && touch $@

comma := ,
