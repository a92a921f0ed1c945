# Averages and spread of numbers.
import math
class StatisticsError(ValueError):
    pass
def _data(data, least, name):
    data = list(data)
    if len(data) < least:
        raise StatisticsError(f'{name} requires at least {"one data point" if least == 1 else "two data points"}')
    return data
def _whole(total, n):
    # A quotient of integers that is an integer stays one.
    return total // n if isinstance(total, int) and total % n == 0 else total / n
def mean(data):
    data = _data(data, 1, 'mean')
    return _whole(sum(data) if all([isinstance(x, int) for x in data]) else math.fsum(data), len(data))
def fmean(data, weights=None):
    data = _data(data, 1, 'fmean')
    if weights is not None:
        weights = list(weights)
        return math.fsum([a * b for a, b in zip(data, weights)]) / math.fsum(weights)
    return math.fsum(data) / len(data)
def geometric_mean(data):
    data = list(data)
    return math.exp(fmean([math.log(x) for x in data]))
def harmonic_mean(data, weights=None):
    data = _data(data, 1, 'harmonic_mean')
    return len(data) / math.fsum([1 / x for x in data])
def _no_median(data):
    data = sorted(data)
    if not data:
        raise StatisticsError('no median for empty data')
    return data
def median(data):
    data = _no_median(data)
    n = len(data)
    return data[n // 2] if n % 2 else (data[n // 2 - 1] + data[n // 2]) / 2
def median_low(data):
    data = _no_median(data)
    return data[(len(data) - 1) // 2]
def median_high(data):
    data = _no_median(data)
    return data[len(data) // 2]
def multimode(data):
    counts = {}
    for x in data:
        counts[x] = counts.get(x, 0) + 1
    most = max(counts.values(), default=0)
    return [x for x, n in counts.items() if n == most]
def mode(data):
    found = multimode(data)
    if not found:
        raise StatisticsError('no mode for empty data')
    return found[0]
def _squares(data, center):
    m = math.fsum(data) / len(data) if center is None else center
    total = math.fsum([(x - m) ** 2 for x in data])
    return int(total) if all([isinstance(x, int) for x in data]) and total == int(total) else total
def variance(data, xbar=None):
    data = _data(data, 2, 'variance')
    return _whole(_squares(data, xbar), len(data) - 1)
def pvariance(data, mu=None):
    data = _data(data, 1, 'pvariance')
    return _whole(_squares(data, mu), len(data))
def stdev(data, xbar=None):
    data = _data(data, 2, 'stdev')
    return math.sqrt(_squares(data, xbar) / (len(data) - 1))
def pstdev(data, mu=None):
    return math.sqrt(pvariance(data, mu))
def quantiles(data, *, n=4, method='exclusive'):
    data = sorted(data)
    out = []
    for i in range(1, n):
        if method == 'inclusive':
            j, d = divmod(i * (len(data) - 1), n)
            out.append((data[j] * (n - d) + data[min(j + 1, len(data) - 1)] * d) / n)
        else:
            j = min(max(i * (len(data) + 1) // n, 1), len(data) - 1)
            d = i * (len(data) + 1) - j * n
            out.append((data[j - 1] * (n - d) + data[j] * d) / n)
    return out
