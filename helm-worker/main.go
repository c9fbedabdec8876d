// Command helm-worker renders Helm charts with Helm's own template engine. It is a resident process that speaks JSON, one value per line:
//
//	in   {"render":"7","release":"shop","namespace":"shop","path":"charts/shop","values":["<base64>"],"crds":true,
//	      "kubernetes":"v1.35.4","apis":["apps/v1","apps/v1/Deployment"]}
//	out  {"id":"7","ask":"dir","path":"charts/shop"}
//	in   {"id":"7","entries":[{"name":"Chart.yaml","kind":"file"},{"name":"templates","kind":"dir"}]}
//	out  {"id":"7","ask":"file","path":"charts/shop/Chart.yaml"}
//	in   {"id":"7","content":"<base64>"}
//	out  {"id":"7","rendered":[{"file":"shop/templates/deployment.yaml","yaml":"<base64>"}]}
//
// With "lookup":true in the request, Helm's function lookup finds the objects that the agent answers with:
//
//	out  {"id":"7","ask":"lookup","path":"","apiVersion":"v1","kind":"Secret","namespace":"shop","name":"password"}
//	in   {"id":"7","items":[{"apiVersion":"v1","kind":"Secret","metadata":{"name":"password","namespace":"shop"}}]}
//
// With "archive" instead of "path" the request contains the packed chart. The worker opens no file, no connection and no process. It
// exits when its standard input ends, or with status 2 when the agent breaks the protocol.
package main

import (
	"fmt"
	"os"

	"millrace.dev/shared-worker/protocol"
)

func main() {
	out := os.Stdout
	os.Stdout = os.Stderr // Helm's own output must not get into the conversation
	if err := enterSandbox(); err != nil {
		fmt.Fprintln(os.Stderr, "helm-worker:", err)
		os.Exit(1)
	}
	if err := protocol.Serve(os.Stdin, out, checkRequest, answerTo); err != nil {
		fmt.Fprintln(os.Stderr, "helm-worker:", err)
		os.Exit(2)
	}
}
