module millrace.dev/shared-worker

go 1.26.0
