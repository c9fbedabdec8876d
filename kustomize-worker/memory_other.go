//go:build !linux

package main

func boundMemory() error {
	return nil
}
