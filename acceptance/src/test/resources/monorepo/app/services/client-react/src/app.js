render("hello");
