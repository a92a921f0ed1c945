from sqlite3 import *
from sqlite3 import Row
