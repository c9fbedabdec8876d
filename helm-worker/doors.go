package main

import (
	"io"
	"log"
	"os"
	"runtime/debug"
	_ "time/tzdata" // templates may ask for a time zone, and no file can be opened
)

// shutDoors closes, for the whole process, the ways to the world: without an environment there is no proxy and nothing to read out,
// and the operating system gives no further descriptor, so no file, connection or process can be opened.
func shutDoors() error {
	os.Clearenv()
	log.SetOutput(io.Discard)
	debug.SetMemoryLimit(mostMemory * 3 / 4)
	return confine()
}
