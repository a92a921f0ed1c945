CREATE TABLE orders (id INT AUTO_INCREMENT PRIMARY KEY, item VARCHAR(80));
INSERT INTO orders (item) VALUES ("rye"), ("spelt");
