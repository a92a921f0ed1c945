import itertools as i
print(list(i.islice(i.count(5, 2), 3)), list(i.chain('ab', [1])), list(i.product('ab', repeat=2)), list(i.combinations('abc', 2)), list(i.permutations([1, 2, 3], 2))[:3], [(k, list(g)) for k, g in i.groupby('aabbc')], list(i.accumulate([1, 2, 3])), list(i.zip_longest('ab', 'c', fillvalue='-')), list(i.pairwise('abc')))
