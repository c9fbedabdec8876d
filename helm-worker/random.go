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

// markRandom renders again and marks the objects that differ. If lookups are allowed, it compares two renderings that find the objects of the first
// one, as if they had been applied: a value that the chart keeps by a lookup is not random. A failure of these renderings has no consequence. They are
// of a cluster as it may become.
func markRandom(p *preparedChart, first output) {
	before := first
	if p.cluster != nil {
		p.cluster.apply(first.manifests, p.release.Namespace)
		next, err := p.render()
		if err != nil {
			return
		}
		before = next
	}
	after, err := p.render()
	if err != nil {
		return
	}
	texts, again := numbered(before.manifests), numbered(after.manifests)
	for i, key := range keys(first.manifests) {
		first.manifests[i].Random = !bytes.Equal(texts[key], again[key])
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
