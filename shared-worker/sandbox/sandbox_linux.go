package sandbox

import (
	"fmt"
	"os"
	"syscall"
	"time"
)

// rlimitData limits private writable memory, in use or not, but not the address space that Go only reserves.
const rlimitData = 2

func confine() error {
	time.Sleep(time.Millisecond) // Go's poller opens its own descriptors with the first timer
	if err := limit(rlimitData, maxMemory); err != nil {
		return fmt.Errorf("limiting memory: %w", err)
	}
	highest, err := fillDescriptors()
	if err != nil {
		return err
	}
	if err := limit(syscall.RLIMIT_NOFILE, highest+1); err != nil {
		return fmt.Errorf("limiting descriptors: %w", err)
	}
	return nil
}

// fillDescriptors leaves no free number below the highest one in use, and returns that number.
func fillDescriptors() (uint64, error) {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0, fmt.Errorf("listing descriptors: %w", err)
	}
	highest := 0
	for _, entry := range entries {
		var number int
		if _, err := fmt.Sscan(entry.Name(), &number); err == nil {
			highest = max(highest, number)
		}
	}
	for {
		number, err := syscall.Dup(0)
		if err != nil {
			return 0, fmt.Errorf("filling the free descriptors: %w", err)
		}
		syscall.CloseOnExec(number)
		if number >= highest {
			return uint64(number), nil
		}
	}
}

func limit(resource int, value uint64) error {
	return syscall.Setrlimit(resource, &syscall.Rlimit{Cur: value, Max: value})
}
