CREATE TABLE orders (id INT AUTO_INCREMENT PRIMARY KEY, customer VARCHAR(80), item VARCHAR(80));
INSERT INTO orders (customer, item) VALUES ("Ada", "rye");
