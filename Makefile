# The commands of this project. "make" without a target lists them.
SHELL := /bin/bash -o pipefail
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Rounds of the tests that kill, shuffle and fuzz: one to three in "make test", this number in "make soak".
ROUNDS ?= 50
# The seed of the tests of "make attack"; the one of a run is printed at its end.
SEED ?= $(shell date +%s)
# The measurements of "make bench": a glob over their names, as in ONLY='push-to-applied/*'.
ONLY ?=
# How many applications the largest of them has, which is taken only if asked for: ONLY='apps-5000*'.
APPS ?= 5000

services := image-builder-svc manifest-updater-svc sync-agent-svc drift-detector-svc
maven := ./mvnw -B -ntp
jdk := export JAVA_HOME="$$(dev/find-jdk)" && [ -n "$$JAVA_HOME" ] && \
	export MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow $$MAVEN_OPTS"
# Programs outside Maven run from the built jars, as the services do.
run := "$$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m --enable-native-access=ALL-UNNAMED \
	-Dmillrace.connections.hosts=127.0.0.1 -Dmillrace.connections.plain-http=127.0.0.1 -cp
demo := dev.millrace.testbed.demo.Demo
bench := dev.millrace.bench.Bench

built := target/built
sources = $(shell find $(services) shared-* testbed bench pom.xml .mvn -path '*/target' -prune -o -path shared-worker -prune -o -path '*/src/test' -prune -o -type f -print 2>/dev/null)

.PHONY: help
help: ## list the targets
	@echo "make <target>:"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: demo
demo: tools $(built) ## run a complete delivery on this machine and print each step
	@$(jdk) && $(run) "$(CURDIR)/testbed/target/classes:$$(cat testbed/target/class-path)" $(demo)

.PHONY: test
test: tools ## run all tests on real parts, with all checks
	@for module in shared-worker kustomize-worker helm-worker; do \
		echo "tests: $$module" && (cd $$module && CGO_ENABLED=0 go test ./...) || exit 1; \
	done
	@$(jdk) && $(maven) verify || { echo "tests: failed tests and their causes"; dev/print-failures; exit 1; }

.PHONY: soak
soak: tools ## run the tests with many rounds of kills, shuffles and fuzzing (ROUNDS=50)
	@$(jdk) && $(maven) verify -Dmillrace.rounds=$(ROUNDS)

.PHONY: attack
attack: tools ## run the tests that attack the services and print their figures (SEED=<number> to repeat a run)
	@mkdir -p target
	@seed=$(SEED); status=0; $(jdk) && \
		{ $(maven) verify -Pattack -Dattack.seed=$$seed --fail-at-end | tee target/attack.log || status=$$?; }; \
		[ $$status -eq 0 ] || { echo "attack: failed tests and their causes"; dev/print-failures; }; \
		dev/print-figures target/attack.log "$$seed"; exit $$status

.PHONY: fuzz
fuzz: ## run Jazzer on the manifest editor for ten minutes
	@$(jdk) && JAZZER_FUZZ=1 $(maven) -pl manifest-updater-svc -am test -Dtest=ManifestEditorFuzz -Dsurefire.failIfNoSpecifiedTests=false

.PHONY: bench
bench: tools $(built) ## measure, with results as a table and in bench/target/results.json (ONLY='<glob>' to select)
	@$(jdk) && $(run) "$(CURDIR)/bench/target/classes:$$(cat bench/target/class-path)" $(bench) '$(ONLY)' '$(APPS)'

.PHONY: build
build: $(built) ## build the services without tests

.PHONY: up
up: $(built) worker ## start everything with Docker: Kafka, Gitea, a registry, k3s, the services (docker-compose.yml)
	docker compose up --build --detach

.PHONY: down
down: ## stop what "make up" started and keep the data ("docker compose down --volumes" removes it)
	docker compose down

.PHONY: tools
tools: ## install missing system packages, and the test cluster's programs into ~/.cache/millrace
	@dev/find-jdk >/dev/null
	@dev/install-packages
	@dev/install-tools

# The image of the agent copies its workers from the agent's target folder.
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
