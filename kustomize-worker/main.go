// Command kustomize-worker renders kustomizations with kustomize's own Go API. It stays up and speaks JSON, one value per line:
//
//	in   {"render":"7","root":"overlays/staging"}
//	out  {"id":"7","ask":"file","path":"overlays/staging/kustomization.yaml"}
//	in   {"id":"7","content":"<base64>"}
//	out  {"id":"7","yaml":"<base64>"}
//
// What it knows of the repository is what it asks for, so the asker learns exactly what a rendering depends on. It opens no file,
// no connection and no process. It leaves when its standard input ends, or with status 2 when the other side breaks the protocol.
package main

import (
	"fmt"
	"os"
)

func main() {
	out := os.Stdout
	os.Stdout = os.Stderr // whatever kustomize prints must not land among the answers
	if err := shutDoors(); err != nil {
		fmt.Fprintln(os.Stderr, "kustomize-worker:", err)
		os.Exit(1)
	}
	if err := newConversation(os.Stdin, out).serve(); err != nil {
		fmt.Fprintln(os.Stderr, "kustomize-worker:", err)
		os.Exit(2)
	}
}
