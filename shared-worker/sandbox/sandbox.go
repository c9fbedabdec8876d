// Package sandbox confines a worker: the process keeps its standard streams and its memory, and can open nothing else.
package sandbox

import (
	"os"
	"runtime/debug"
)

// maxMemory is the limit of the whole process. A rendering that needs more ends the process, and does no harm to others on the machine.
const maxMemory = 512 << 20

// Enter confines the process for the rest of its life. Without an environment there is no PATH, no proxy, no home directory and nothing to
// read out. The operating system gives no further descriptor, so no file, connection or process can be opened.
func Enter() error {
	os.Clearenv()
	debug.SetMemoryLimit(maxMemory * 3 / 4)
	return confine()
}
