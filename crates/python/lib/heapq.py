# Heaps in lists.
def _down(heap, start, pos):
    item = heap[pos]
    while pos > start:
        parent = (pos - 1) >> 1
        if item < heap[parent]:
            heap[pos] = heap[parent]
            pos = parent
            continue
        break
    heap[pos] = item
def _up(heap, pos):
    end, start, item = len(heap), pos, heap[pos]
    child = 2 * pos + 1
    while child < end:
        right = child + 1
        if right < end and not heap[child] < heap[right]:
            child = right
        heap[pos] = heap[child]
        pos = child
        child = 2 * pos + 1
    heap[pos] = item
    _down(heap, start, pos)
def heappush(heap, item):
    heap.append(item)
    _down(heap, 0, len(heap) - 1)
def heappop(heap):
    last = heap.pop()
    if heap:
        first, heap[0] = heap[0], last
        _up(heap, 0)
        return first
    return last
def heapreplace(heap, item):
    first, heap[0] = heap[0], item
    _up(heap, 0)
    return first
def heappushpop(heap, item):
    if heap and heap[0] < item:
        item, heap[0] = heap[0], item
        _up(heap, 0)
    return item
def heapify(x):
    for i in reversed(range(len(x) // 2)):
        _up(x, i)
def nlargest(n, iterable, key=None):
    return sorted(iterable, key=key, reverse=True)[:n]
def nsmallest(n, iterable, key=None):
    return sorted(iterable, key=key)[:n]
def merge(*iterables, key=None, reverse=False):
    heads = []
    for it in map(iter, iterables):
        for v in it:
            heads.append([v, it])
            break
    while heads:
        best = 0
        for i in range(1, len(heads)):
            a, b = heads[i][0], heads[best][0]
            if key is not None:
                a, b = key(a), key(b)
            if (b < a) if reverse else (a < b):
                best = i
        v, it = heads[best]
        yield v
        for w in it:
            heads[best][0] = w
            break
        else:
            del heads[best]
