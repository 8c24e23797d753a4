.PHONY: demo test format lint man bench clean

# Each is run as a process of its own: together they are many servers and programs at once.
TESTS = $(filter-out BrowserTests,$(notdir $(wildcard Tests/*Tests)))

# With the Swift runtime inside, the program starts faster and runs where Swift is not installed.
RELEASE = swift build -c release --static-swift-stdlib --product nightjar

# Installs what is missing, builds, and scans the bundled sample.
demo: .bootstrapped
	$(RELEASE)
	.build/release/nightjar scan Examples/cloudtrail

# Installs what is missing, and passes the tests.
test: .bootstrapped
	scripts/python-peers.sh
	swift build --build-tests
	set -e; for target in $(TESTS); do swift test --skip-build --filter "^$$target\."; done

format:
	swift format --in-place --recursive Sources Tests Plugins Package.swift

lint:
	swift format lint --strict --recursive Sources Tests Plugins Package.swift

# Writes the manual page to .build/man/nightjar.1.
man: .bootstrapped
	mkdir -p .build/man
	swift package --allow-writing-to-directory .build/man generate-manual --output-directory .build/man

# Measures against the peers; see BENCHMARKS.md.
bench: .bootstrapped
	$(RELEASE)
	Benchmarks/run.sh

.bootstrapped:
	@scripts/bootstrap.sh

clean:
	rm -rf .build
