import difflib
a = 'one\ntwo\nthree\nfour\n'.splitlines(True)
b = 'one\ntwoo\nfour\nfive\n'.splitlines(True)
print(''.join(difflib.unified_diff(a, b, 'old', 'new', n=1)))
print(''.join(difflib.ndiff(a, b)))
print(difflib.get_close_matches('appel', ['ape', 'apple', 'peach', 'puppy']))
print(difflib.SequenceMatcher(None, 'abcd', 'bcde').ratio())
