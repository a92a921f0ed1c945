import re
print(re.findall(r'(\w+)@(\w+)', 'a@b c@d'), re.sub(r'(?P<x>\d+)', lambda m: str(int(m['x']) * 2), 'a1b22'), re.split(r'[,;]\s*', 'a, b;c'), re.match(r'(?i)HELLO', 'hello').span(), re.fullmatch('a+', 'aab'))
