// Command kustomize-worker renders kustomizations with kustomize's own Go API. It is a resident process that speaks JSON, one value per line:
//
//	in   {"render":"7","root":"overlays/staging"}
//	out  {"id":"7","ask":"file","path":"overlays/staging/kustomization.yaml"}
//	in   {"id":"7","content":"<base64>"}
//	out  {"id":"7","yaml":"<base64>"}
//
// It reads the repository by questions only, so the agent learns exactly what a rendering depends on. It opens no file, no connection and
// no process. It exits when its standard input ends, or with status 2 when the agent breaks the protocol.
package main

import (
	"fmt"
	"os"

	"millrace.dev/shared-worker/protocol"
)

func main() {
	out := os.Stdout
	os.Stdout = os.Stderr // kustomize's own output must not get into the conversation
	if err := enterSandbox(); err != nil {
		fmt.Fprintln(os.Stderr, "kustomize-worker:", err)
		os.Exit(1)
	}
	if err := protocol.Serve(os.Stdin, out, checkRequest, answerTo); err != nil {
		fmt.Fprintln(os.Stderr, "kustomize-worker:", err)
		os.Exit(2)
	}
}
