//go:build linux

package sandbox

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestMain runs the attempts in a process of their own if it is asked to: Enter can't be undone.
func TestMain(m *testing.M) {
	if os.Getenv("ENTER_SANDBOX") == "" {
		os.Exit(m.Run())
	}
	if err := Enter(); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	_, file := os.Open(os.DevNull)
	_, connection := net.Dial("tcp", "127.0.0.1:1")
	process := exec.Command("/bin/true").Run()
	fmt.Printf("file: %v\nconnection: %v\nprocess: %v\nenvironment: %v\n", file, connection, process, os.Environ())
}

func TestOpensNothingInTheSandbox(t *testing.T) {
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(executable)
	command.Env = append(os.Environ(), "ENTER_SANDBOX=1", "HUNTER=hunter2")

	out, err := command.CombinedOutput()

	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, kind := range []string{"file", "connection", "process"} {
		_, line, _ := strings.Cut(string(out), kind+": ")
		line, _, _ = strings.Cut(line, "\n")
		if !strings.Contains(line, "too many open files") {
			t.Errorf("%s: %s", kind, line)
		}
	}
	if !strings.Contains(string(out), "environment: []\n") {
		t.Errorf("%s", out)
	}
}
