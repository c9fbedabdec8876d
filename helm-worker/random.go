package main

import (
	"bytes"
	"regexp"

	"helm.sh/helm/v3/pkg/chart"
)

// Functions of templates that come to something else each time.
var drawing = regexp.MustCompile(`\b(rand(AlphaNum|Alpha|Ascii|Numeric|Bytes|Int)|gen(CA|PrivateKey|SelfSignedCert|SignedCert)(WithKey)?|` +
	`uuidv4|shuffle|htpasswd|bcrypt|encryptAES)\b`)

// mayDraw tells whether a template names such a function; whether it is called is seen by rendering once more.
func mayDraw(loaded *chart.Chart) bool {
	for _, template := range loaded.Templates {
		if drawing.Match(template.Data) {
			return true
		}
	}
	for _, dependency := range loaded.Dependencies() {
		if mayDraw(dependency) {
			return true
		}
	}
	return false
}

// markRandom renders once more and marks what comes out differently.
func markRandom(came output, once func() (output, error)) error {
	again, err := once()
	if err != nil {
		return err
	}
	for i := range came.files {
		same := i < len(again.files) && came.files[i].File == again.files[i].File && bytes.Equal(came.files[i].YAML, again.files[i].YAML)
		came.files[i].Random = !same
	}
	return nil
}
