// Command helm-worker renders Helm charts with Helm's own template engine. It stays up and speaks JSON, one value per line:
//
//	in   {"render":"7","release":"shop","namespace":"shop","path":"charts/shop","values":["<base64>"],"crds":true,
//	      "kubernetes":"v1.35.4","apis":["apps/v1","apps/v1/Deployment"]}
//	out  {"id":"7","ask":"dir","path":"charts/shop"}
//	in   {"id":"7","entries":[{"name":"Chart.yaml","kind":"file"},{"name":"templates","kind":"dir"}]}
//	out  {"id":"7","ask":"file","path":"charts/shop/Chart.yaml"}
//	in   {"id":"7","content":"<base64>"}
//	out  {"id":"7","rendered":[{"file":"shop/templates/deployment.yaml","yaml":"<base64>"}]}
//
// With "archive" instead of "path" the chart comes along as it is packed. The worker opens no file, no connection and no process. It
// leaves when its standard input ends, or with status 2 when the other side breaks the protocol.
package main

import (
	"fmt"
	"os"
)

func main() {
	out := os.Stdout
	os.Stdout = os.Stderr // whatever Helm prints must not land among the answers
	if err := shutDoors(); err != nil {
		fmt.Fprintln(os.Stderr, "helm-worker:", err)
		os.Exit(1)
	}
	if err := newConversation(os.Stdin, out).serve(); err != nil {
		fmt.Fprintln(os.Stderr, "helm-worker:", err)
		os.Exit(2)
	}
}
