import os
import sys

source, target = sys.argv[1], sys.argv[2]
os.makedirs(target, exist_ok=True)
lines = []
for line in open(source):
    line = line.strip()
    if line.startswith("# "):
        lines.append("<h1>" + line[2:] + "</h1>")
    elif line:
        lines.append("<p>" + line + "</p>")
with open(target + "/index.html", "w") as page:
    page.write("\n".join(lines) + "\n")
print("wrote", len(lines), "lines")
