//go:build tools

// Package tools names the commands that this module pins, so that "go mod tidy" keeps them.
package tools

import (
	_ "github.com/moby/buildkit/cmd/buildctl"
	_ "github.com/moby/buildkit/cmd/buildkitd"
)
