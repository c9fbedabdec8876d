serve("hello");
