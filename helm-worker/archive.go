package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"helm.sh/helm/v3/pkg/chart/loader"
)

// checkArchive reads the whole packed chart and refuses what Helm's loader accepts: links, which it reads as empty files, and any number of files.
func checkArchive(name string, packed []byte, depth int) error {
	if depth > maxNesting {
		return fmt.Errorf("%s: charts packed within charts, deeper than %d", name, maxNesting)
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return fmt.Errorf("%s: not a packed chart: %w", name, err)
	}
	limited := &io.LimitedReader{R: unzipped, N: maxBytes + 1}
	files := tar.NewReader(limited)
	for count := 1; ; count++ {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if limited.N <= 0 || count > maxFiles {
			return fmt.Errorf("%s: a chart of more than %d files or %d MiB", name, maxFiles, maxBytes>>20)
		}
		if err != nil {
			return fmt.Errorf("%s: not a packed chart: %w", name, err)
		}
		if err := checkEntry(name, header, files, depth); err != nil {
			return err
		}
	}
}

// checkEntry refuses an entry that is no file of the chart, and checks a packed subchart.
func checkEntry(name string, header *tar.Header, content io.Reader, depth int) error {
	slashed := strings.ReplaceAll(header.Name, `\`, "/")
	if path.IsAbs(slashed) || strings.HasPrefix(path.Clean(slashed)+"/", "../") {
		return fmt.Errorf("%s: %q leaves the chart", name, header.Name)
	}
	switch header.Typeflag {
	case tar.TypeReg:
	case tar.TypeDir, tar.TypeXGlobalHeader, tar.TypeXHeader:
		return nil
	default:
		return fmt.Errorf("%s: %q is a link or a device", name, header.Name)
	}
	if header.Size > loader.MaxDecompressedFileSize {
		return fmt.Errorf("%s: %q is larger than %d MiB", name, header.Name, loader.MaxDecompressedFileSize>>20)
	}
	if !isPackedSubchart(header.Name) {
		return nil
	}
	packed, err := io.ReadAll(content)
	if err != nil {
		return fmt.Errorf("%s: reading %q: %w", name, header.Name, err)
	}
	return checkArchive(header.Name, packed, depth+1)
}

// isPackedSubchart returns true for the archive of a dependency.
func isPackedSubchart(name string) bool {
	return path.Ext(name) == ".tgz" && path.Base(path.Dir(name)) == "charts"
}
