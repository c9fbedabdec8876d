package main

import (
	"errors"
	"net/http"
	"os"
	"runtime/debug"
)

// errRemote is what each attempt to leave the repository ends with.
var errRemote = errors.New("remote resources are refused: copy it into the repository")

// shutDoors closes, for the whole process, the ways by which kustomize reaches outside: it gets remote files with Go's default HTTP
// transport, clones remote bases with the git found on PATH and inflates charts with a helm found there. Without an environment
// there is no PATH, no proxy, no home directory and nothing to read out; and whatever is tried, the operating system gives no further
// descriptor, so no file, connection or process can be opened.
func shutDoors() error {
	http.DefaultTransport = refusing{}
	os.Clearenv()
	debug.SetMemoryLimit(mostMemory * 3 / 4)
	return confine()
}

type refusing struct{}

func (refusing) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errRemote
}
