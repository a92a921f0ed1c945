import shutil, os
os.environ['COLUMNS'] = '50'; os.environ['LINES'] = '9'
print(shutil.get_terminal_size())
