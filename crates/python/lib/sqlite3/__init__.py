from _sqlite3 import *
from _sqlite3 import _Row as Row
