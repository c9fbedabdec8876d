package main

import (
	"fmt"
	"syscall"
)

const mostMemory = 4 << 30

// boundMemory makes a rendering that wants more address space than this end the process, not the machine.
func boundMemory() error {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_AS, &limit); err != nil {
		return fmt.Errorf("reading the memory limit: %w", err)
	}
	if limit.Max < mostMemory {
		return nil
	}
	limit.Cur = mostMemory
	if err := syscall.Setrlimit(syscall.RLIMIT_AS, &limit); err != nil {
		return fmt.Errorf("setting the memory limit: %w", err)
	}
	return nil
}
