import statistics as s
d = [2, 4, 4, 4, 5, 5, 7, 9]
print(s.mean(d), s.median(d), s.mode(d), s.pstdev(d), s.stdev(d), s.variance(d), s.pvariance(d))
print(s.mean([1.5, 2.5]), s.median([3, 1, 2]), s.fmean([1, 2]), s.quantiles([1, 2, 3, 4, 5]), s.multimode('aabbc'))
for f in (s.mean, s.median, s.stdev):
    try:
        f([])
    except s.StatisticsError as e:
        print(e)
