package main

import (
	"io"
	"log"
	_ "time/tzdata" // templates may ask for a time zone, and no file can be opened

	"millrace.dev/shared-worker/sandbox"
)

// enterSandbox confines the process and discards the log lines of Helm.
func enterSandbox() error {
	log.SetOutput(io.Discard)
	return sandbox.Enter()
}
