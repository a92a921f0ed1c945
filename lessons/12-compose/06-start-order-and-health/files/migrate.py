from app import connect

database = connect()
cursor = database.cursor()
cursor.execute(
    "CREATE TABLE IF NOT EXISTS items (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(80) NOT NULL)"
)
database.commit()
print("the table is there")
