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

// checkArchive reads a packed chart through once. Helm's loader refuses names that leave the chart, but takes a link for an empty file, and
// counts no files.
func checkArchive(name string, packed []byte, depth int) error {
	if depth > 8 {
		return fmt.Errorf("%s: charts packed within charts, deeper than 8", name)
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return fmt.Errorf("%s: not a packed chart: %w", name, err)
	}
	left := io.LimitReader(unzipped, mostBytes+1)
	files := tar.NewReader(left)
	for count := 1; ; count++ {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if left.(*io.LimitedReader).N <= 0 || count > mostFiles {
			return fmt.Errorf("%s: a chart of more than %d files or %d MiB", name, mostFiles, mostBytes>>20)
		}
		if err != nil {
			return fmt.Errorf("%s: not a packed chart: %w", name, err)
		}
		if err := checkEntry(name, header, files, depth); err != nil {
			return err
		}
	}
}

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
	if !packedSubchart(header.Name) {
		return nil
	}
	packed, err := io.ReadAll(content)
	if err != nil {
		return fmt.Errorf("%s: reading %q: %w", name, header.Name, err)
	}
	return checkArchive(header.Name, packed, depth+1)
}

func packedSubchart(name string) bool {
	return path.Ext(name) == ".tgz" && path.Base(path.Dir(name)) == "charts"
}
