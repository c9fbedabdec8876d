CREATE TABLE greetings (text TEXT NOT NULL);
