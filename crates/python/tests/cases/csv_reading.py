import csv, io
for row in csv.reader(io.StringIO('a,b,c\n1,"two, too","say ""hi"""\n"multi\nline",,x\n\n')):
    print(row)
for d in csv.DictReader(io.StringIO('name,age\nann,3\nbob,4,5\ncid\n')):
    print(d)
print(list(csv.reader(['a;b;c'], delimiter=';')))
print(list(csv.reader(['1,"x",2.5'], quoting=csv.QUOTE_NONNUMERIC)))
