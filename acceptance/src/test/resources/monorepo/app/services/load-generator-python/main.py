generate("hello")
