module example.com/suite/api

go 1.25
