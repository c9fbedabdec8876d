package main

import (
	"bytes"
	"fmt"
	"regexp"

	"helm.sh/helm/v3/pkg/chart"
)

// randomFunctions matches the functions of templates whose result differs each time.
var randomFunctions = regexp.MustCompile(`\b(rand(AlphaNum|Alpha|Ascii|Numeric|Bytes|Int)|gen(CA|PrivateKey|SelfSignedCert|SignedCert)(WithKey)?|` +
	`uuidv4|shuffle|htpasswd|bcrypt|encryptAES)\b`)

// mayBeRandom returns true if a template of the chart names such a function. Only another rendering shows that it is called.
func mayBeRandom(loaded *chart.Chart) bool {
	for _, template := range loaded.Templates {
		if randomFunctions.Match(template.Data) {
			return true
		}
	}
	for _, dependency := range loaded.Dependencies() {
		if mayBeRandom(dependency) {
			return true
		}
	}
	return false
}

// markRandom renders once more and marks the objects that differ.
func markRandom(p *preparedChart, first output) {
	again, err := p.render()
	if err != nil {
		return
	}
	texts := numbered(again.manifests)
	for i, key := range keys(first.manifests) {
		first.manifests[i].Random = !bytes.Equal(first.manifests[i].YAML, texts[key])
	}
}

func numbered(manifests []manifest) map[string][]byte {
	texts := map[string][]byte{}
	for i, key := range keys(manifests) {
		texts[key] = manifests[i].YAML
	}
	return texts
}

// keys returns the template of each manifest with its number among those of the template.
func keys(manifests []manifest) []string {
	all := make([]string, len(manifests))
	counts := map[string]int{}
	for i, one := range manifests {
		all[i] = fmt.Sprintf("%s %d", one.File, counts[one.File])
		counts[one.File]++
	}
	return all
}
