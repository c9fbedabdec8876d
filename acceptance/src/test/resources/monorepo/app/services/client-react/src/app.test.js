expect(app).toGreet();
