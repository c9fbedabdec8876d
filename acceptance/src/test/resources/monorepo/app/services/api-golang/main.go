package main

func main() { serve("hello") }
