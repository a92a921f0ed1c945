// package java.util
public interface Iterator<E> {
    boolean hasNext();
    E next();
    default void remove() { throw new UnsupportedOperationException("remove"); }
}
public interface Collection<E> extends Iterable<E> {
    int size();
    boolean isEmpty();
    boolean contains(Object o);
    boolean add(E e);
    boolean remove(Object o);
    boolean addAll(Collection<? extends E> c);
    boolean removeAll(Collection<?> c);
    boolean retainAll(Collection<?> c);
    boolean containsAll(Collection<?> c);
    boolean removeIf(Predicate<? super E> p);
    void clear();
    Object[] toArray();
    <T> T[] toArray(T[] a);
    default <T> T[] toArray(IntFunction<T[]> f) { return toArray(f.apply(0)); }
    Stream<E> stream();
    default Stream<E> parallelStream() { return stream(); }
}
public abstract class AbstractCollection<E> implements Collection<E> {
    public boolean isEmpty() { return size() == 0; }
    public boolean contains(Object o) { for (E e : this) if (Objects.equals(e, o)) return true; return false; }
    public boolean add(E e) { throw new UnsupportedOperationException(); }
    public boolean remove(Object o) { Iterator<E> i = iterator(); while (i.hasNext()) if (Objects.equals(i.next(), o)) { i.remove(); return true; } return false; }
    public boolean addAll(Collection<? extends E> c) { boolean any = false; for (Object o : c.toArray()) if (add((E) o)) any = true; return any; }
    public boolean removeAll(Collection<?> c) { return removeIf(e -> c.contains(e)); }
    public boolean retainAll(Collection<?> c) { return removeIf(e -> !c.contains(e)); }
    public boolean containsAll(Collection<?> c) { for (Object o : c) if (!contains(o)) return false; return true; }
    public boolean removeIf(Predicate<? super E> p) { boolean any = false; Iterator<E> i = iterator(); while (i.hasNext()) if (p.test(i.next())) { i.remove(); any = true; } return any; }
    public void clear() { Iterator<E> i = iterator(); while (i.hasNext()) { i.next(); i.remove(); } }
    public Object[] toArray() { Object[] a = new Object[size()]; int n = 0; for (E e : this) a[n++] = e; return a; }
    public <T> T[] toArray(T[] a) { Object made = a.length >= size() ? a : Support.newLike(a, size()); Object[] all = (Object[]) made; int n = 0; for (Object e : this) all[n++] = e; return (T[]) made; }
    public Stream<E> stream() { return new Stream<E>(toArray()); }
    public String toString() {
        StringBuilder b = new StringBuilder("[");
        boolean first = true;
        for (Object e : this) { if (!first) b.append(", "); first = false; b.append(e == this ? "(this Collection)" : String.valueOf(e)); }
        return b.append("]").toString();
    }
}
public interface List<E> extends Collection<E> {
    E get(int i);
    E set(int i, E e);
    void add(int i, E e);
    E remove(int i);
    int indexOf(Object o);
    int lastIndexOf(Object o);
    boolean addAll(int i, Collection<? extends E> c);
    List<E> subList(int a, int b);
    void sort(Comparator<? super E> c);
    void replaceAll(UnaryOperator<E> f);
    E getFirst();
    E getLast();
    E removeFirst();
    E removeLast();
    List<E> reversed();
    static <T> List<T> of(T... all) { for (Object o : all) Objects.requireNonNull(o); return new FixedList<T>(all.clone(), false); }
    static <T> List<T> copyOf(Collection<? extends T> c) { return new FixedList<T>((T[]) c.toArray(), false); }
}
public class ArrayList<E> extends AbstractCollection<E> implements List<E> {
    Object[] data;
    int size;
    int changes;
    public ArrayList() { data = new Object[10]; }
    public ArrayList(int n) { if (n < 0) throw new IllegalArgumentException("Illegal Capacity: " + n); data = new Object[n < 4 ? 4 : n]; }
    public ArrayList(Collection<? extends E> c) { data = c.toArray(); size = data.length; }
    public int size() { return size; }
    void check(int i) { if (i < 0 || i >= size) throw new IndexOutOfBoundsException("Index " + i + " out of bounds for length " + size); }
    void grow() { changes++; if (size == data.length) { Object[] d = new Object[size + (size >> 1) + 4]; System.arraycopy(data, 0, d, 0, size); data = d; } }
    public E get(int i) { check(i); return (E) data[i]; }
    public E set(int i, E e) { check(i); E old = (E) data[i]; data[i] = e; return old; }
    public boolean add(E e) { grow(); data[size++] = e; return true; }
    public void add(int i, E e) {
        if (i < 0 || i > size) throw new IndexOutOfBoundsException("Index: " + i + ", Size: " + size);
        grow(); System.arraycopy(data, i, data, i + 1, size - i); data[i] = e; size++;
    }
    public E remove(int i) { check(i); changes++; E old = (E) data[i]; System.arraycopy(data, i + 1, data, i, size - i - 1); data[--size] = null; return old; }
    public boolean remove(Object o) { int i = indexOf(o); if (i < 0) return false; remove(i); return true; }
    public boolean contains(Object o) { return indexOf(o) >= 0; }
    public int indexOf(Object o) { for (int i = 0; i < size; i++) if (Objects.equals(o, data[i])) return i; return -1; }
    public int lastIndexOf(Object o) { for (int i = size - 1; i >= 0; i--) if (Objects.equals(o, data[i])) return i; return -1; }
    public boolean addAll(int i, Collection<? extends E> c) { for (Object o : c.toArray()) add(i++, (E) o); return true; }
    public boolean removeIf(Predicate<? super E> p) { int n = 0; int old = size; for (int i = 0; i < old; i++) if (!p.test((E) data[i])) data[n++] = data[i]; for (int i = n; i < old; i++) data[i] = null; size = n; if (n != old) changes++; return n != old; }
    public void clear() { changes++; for (int i = 0; i < size; i++) data[i] = null; size = 0; }
    public List<E> subList(int a, int b) { if (a < 0) throw new IndexOutOfBoundsException("fromIndex = " + a); if (b > size) throw new IndexOutOfBoundsException("toIndex = " + b); if (a > b) throw new IllegalArgumentException("fromIndex(" + a + ") > toIndex(" + b + ")"); return new ArrayList<E>(Arrays.asList((E[]) Arrays.copyOfRange(data, a, b))); }
    public void sort(Comparator<? super E> c) { changes++; Arrays.sort(data, 0, size, (Comparator) c); }
    public void replaceAll(UnaryOperator<E> f) { for (int i = 0; i < size; i++) data[i] = f.apply((E) data[i]); }
    public E getFirst() { if (size == 0) throw new NoSuchElementException(); return (E) data[0]; }
    public E getLast() { if (size == 0) throw new NoSuchElementException(); return (E) data[size - 1]; }
    public E removeFirst() { if (size == 0) throw new NoSuchElementException(); return remove(0); }
    public E removeLast() { if (size == 0) throw new NoSuchElementException(); return remove(size - 1); }
    public List<E> reversed() { List<E> l = new ArrayList<>(this); Collections.reverse(l); return l; }
    public void ensureCapacity(int n) { }
    public void trimToSize() { }
    public void forEach(Consumer<? super E> c) { int was = changes; for (int i = 0; i < size; i++) { c.accept((E) data[i]); if (was != changes) throw new ConcurrentModificationException(); } }
    public Iterator<E> iterator() {
        return new Iterator<E>() {
            int at = 0;
            int was = changes;
            public boolean hasNext() { return at != size; }
            public E next() {
                if (was != changes) throw new ConcurrentModificationException();
                if (at >= size) throw new NoSuchElementException();
                return (E) data[at++];
            }
            public void remove() { ArrayList.this.remove(--at); was = changes; }
        };
    }
    public Object[] toArray() { Object[] a = new Object[size]; System.arraycopy(data, 0, a, 0, size); return a; }
    public boolean equals(Object o) {
        if (!(o instanceof List)) return false;
        List<E> l = (List<E>) o;
        if (l.size() != size) return false;
        for (int i = 0; i < size; i++) if (!Objects.equals(data[i], l.get(i))) return false;
        return true;
    }
    public int hashCode() { int h = 1; for (int i = 0; i < size; i++) h = h * 31 + Objects.hashCode(data[i]); return h; }
}
public class FixedList<E> extends ArrayList<E> {
    boolean settable;
    FixedList(E[] all, boolean settable) { super(0); data = (Object[]) (Object) all; size = all.length; this.settable = settable; }
    private E no() { throw new UnsupportedOperationException(); }
    public E set(int i, E e) { if (!settable) no(); return super.set(i, e); }
    public boolean add(E e) { no(); return false; }
    public void add(int i, E e) { no(); }
    public E remove(int i) { return no(); }
    public boolean remove(Object o) { no(); return false; }
    public boolean removeIf(Predicate<? super E> p) { no(); return false; }
    public void clear() { no(); }
    public void sort(Comparator<? super E> c) { if (!settable) no(); super.sort(c); }
}
public class LinkedList<E> extends ArrayDeque<E> implements List<E> {
    public LinkedList() { }
    public LinkedList(Collection<? extends E> c) { super(c); }
}
public class Vector<E> extends ArrayList<E> {
}
public class Stack<E> extends Vector<E> {
    public E push(E e) { add(e); return e; }
    public E pop() { if (isEmpty()) throw new EmptyStackException(); return remove(size() - 1); }
    public E peek() { if (isEmpty()) throw new EmptyStackException(); return get(size() - 1); }
    public boolean empty() { return isEmpty(); }
}
public interface Queue<E> extends Collection<E> {
    boolean offer(E e);
    E poll();
    E peek();
    E remove();
    E element();
}
public interface Deque<E> extends Queue<E> {
    void addFirst(E e);
    void addLast(E e);
    boolean offerFirst(E e);
    boolean offerLast(E e);
    E removeFirst();
    E removeLast();
    E pollFirst();
    E pollLast();
    E getFirst();
    E getLast();
    E peekFirst();
    E peekLast();
    void push(E e);
    E pop();
}
public class ArrayDeque<E> extends ArrayList<E> implements Deque<E> {
    public ArrayDeque() { }
    public ArrayDeque(int n) { }
    public ArrayDeque(Collection<? extends E> c) { super(c); }
    public boolean offer(E e) { return add(e); }
    public E poll() { return size == 0 ? null : remove(0); }
    public E peek() { return size == 0 ? null : (E) data[0]; }
    public E remove() { return removeFirst(); }
    public E element() { return getFirst(); }
    public void addFirst(E e) { add(0, e); }
    public void addLast(E e) { add(e); }
    public boolean offerFirst(E e) { add(0, e); return true; }
    public boolean offerLast(E e) { return add(e); }
    public E pollFirst() { return poll(); }
    public E pollLast() { return size == 0 ? null : remove(size - 1); }
    public E peekFirst() { return peek(); }
    public E peekLast() { return size == 0 ? null : (E) data[size - 1]; }
    public void push(E e) { add(0, e); }
    public E pop() { return removeFirst(); }
}
public class PriorityQueue<E> extends AbstractCollection<E> implements Queue<E> {
    private final ArrayList<E> heap = new ArrayList<>();
    private final Comparator<? super E> order;
    public PriorityQueue() { order = (Comparator<? super E>) Comparator.naturalOrder(); }
    public PriorityQueue(int n) { this(); }
    public PriorityQueue(Comparator<? super E> c) { order = c; }
    public PriorityQueue(Collection<? extends E> c) { this(); addAll(c); }
    public int size() { return heap.size(); }
    public Iterator<E> iterator() { return heap.iterator(); }
    public boolean add(E e) {
        int i = heap.size(); heap.add(e);
        while (i > 0) { int p = (i - 1) / 2; if (order.compare(e, heap.get(p)) >= 0) break; heap.set(i, heap.get(p)); i = p; }
        heap.set(i, e); return true;
    }
    public boolean offer(E e) { return add(e); }
    public E peek() { return heap.isEmpty() ? null : heap.get(0); }
    public E element() { if (heap.isEmpty()) throw new NoSuchElementException(); return heap.get(0); }
    public E remove() { if (heap.isEmpty()) throw new NoSuchElementException(); return poll(); }
    public E poll() {
        if (heap.isEmpty()) return null;
        E top = heap.get(0); E last = heap.remove(heap.size() - 1); int n = heap.size();
        if (n > 0) {
            int i = 0;
            while (true) { int c = 2 * i + 1; if (c >= n) break; if (c + 1 < n && order.compare(heap.get(c + 1), heap.get(c)) < 0) c++; if (order.compare(last, heap.get(c)) <= 0) break; heap.set(i, heap.get(c)); i = c; }
            heap.set(i, last);
        }
        return top;
    }
}
public interface Set<E> extends Collection<E> {
    static <T> Set<T> of(T... all) { Set<T> s = new LinkedHashSet<>(); for (T t : all) if (!s.add(t)) throw new IllegalArgumentException("duplicate element: " + t); return Collections.unmodifiableSet(s); }
    static <T> Set<T> copyOf(Collection<? extends T> c) { return Collections.unmodifiableSet(new LinkedHashSet<T>(c)); }
}
public class HashSet<E> extends AbstractCollection<E> implements Set<E> {
    Map<E, Object> map;
    boolean fixed;
    public HashSet() { map = new HashMap<>(); }
    public HashSet(int n) { map = new HashMap<>(); }
    public HashSet(Collection<? extends E> c) { map = new HashMap<>(Math.max((int) ((float) c.size() / 0.75f) + 1, 16)); addAll(c); }
    HashSet(Map<E, Object> m) { map = m; }
    public int size() { return map.size(); }
    public boolean contains(Object o) { return map.containsKey(o); }
    public boolean add(E e) { if (fixed) throw new UnsupportedOperationException(); return map.put(e, true) == null; }
    public boolean remove(Object o) { if (fixed) throw new UnsupportedOperationException(); return map.remove(o) != null; }
    public void clear() { if (fixed) throw new UnsupportedOperationException(); map.clear(); }
    public Iterator<E> iterator() { return map.keySet().iterator(); }
    public boolean equals(Object o) { return o instanceof Set && ((Set) o).size() == size() && containsAll((Set) o); }
    public int hashCode() { int h = 0; for (Object o : this) h += Objects.hashCode(o); return h; }
}
public class LinkedHashSet<E> extends HashSet<E> {
    public LinkedHashSet() { super((Map) new LinkedHashMap()); }
    public LinkedHashSet(Collection<? extends E> c) { super((Map) new LinkedHashMap()); addAll(c); }
}
public class TreeSet<E> extends HashSet<E> {
    public TreeSet() { super((Map) new TreeMap()); }
    public TreeSet(Comparator<? super E> c) { super((Map) new TreeMap(c)); }
    public TreeSet(Collection<? extends E> c) { super((Map) new TreeMap()); addAll(c); }
    public E first() { return (E) ((TreeMap) (Object) map).firstKey(); }
    public E last() { return (E) ((TreeMap) (Object) map).lastKey(); }
    public E pollFirst() { if (isEmpty()) return null; E e = first(); remove(e); return e; }
}
public interface Map<K, V> {
    int size();
    boolean isEmpty();
    V get(Object k);
    V put(K k, V v);
    V remove(Object k);
    boolean containsKey(Object k);
    boolean containsValue(Object v);
    void clear();
    Set<K> keySet();
    Collection<V> values();
    Set<Map.Entry<K, V>> entrySet();
    void putAll(Map<? extends K, ? extends V> m);
    default V getOrDefault(Object k, V v) { return containsKey(k) ? get(k) : v; }
    default V putIfAbsent(K k, V v) { V old = get(k); if (old == null) put(k, v); return old; }
    default V computeIfAbsent(K k, Function<? super K, ? extends V> f) { V v = get(k); if (v == null) { v = f.apply(k); if (v != null) put(k, v); } return v; }
    default V computeIfPresent(K k, BiFunction<? super K, ? super V, ? extends V> f) { V v = get(k); if (v != null) { v = f.apply(k, v); if (v == null) remove(k); else put(k, v); } return v; }
    default V compute(K k, BiFunction<? super K, ? super V, ? extends V> f) { V v = f.apply(k, get(k)); if (v == null) remove(k); else put(k, v); return v; }
    default V merge(K k, V v, BiFunction<? super V, ? super V, ? extends V> f) { V old = get(k); V made = old == null ? v : f.apply(old, v); if (made == null) remove(k); else put(k, made); return made; }
    default V replace(K k, V v) { return containsKey(k) ? put(k, v) : null; }
    default void forEach(BiConsumer<? super K, ? super V> f) { for (Map.Entry<K, V> e : entrySet()) f.accept(e.getKey(), e.getValue()); }
    default void replaceAll(BiFunction<? super K, ? super V, ? extends V> f) { for (Map.Entry<K, V> e : entrySet()) e.setValue(f.apply(e.getKey(), e.getValue())); }
    interface Entry<K, V> {
        K getKey();
        V getValue();
        V setValue(V v);
        static <K, V> Comparator<Map.Entry<K, V>> comparingByKey() { return (a, b) -> ((Comparable) a.getKey()).compareTo(b.getKey()); }
        static <K, V> Comparator<Map.Entry<K, V>> comparingByValue() { return (a, b) -> ((Comparable) a.getValue()).compareTo(b.getValue()); }
        static <K, V> Comparator<Map.Entry<K, V>> comparingByValue(Comparator<? super V> c) { return (a, b) -> c.compare(a.getValue(), b.getValue()); }
    }
    static <K, V> Map.Entry<K, V> entry(K k, V v) { return new MapNode<K, V>(0, k, v); }
    static <K, V> Map<K, V> ofEntries(Map.Entry<K, V>... all) { LinkedHashMap<K, V> m = new LinkedHashMap<>(); for (Map.Entry<K, V> e : all) m.put(e.getKey(), e.getValue()); m.fixed = true; return m; }
    static <K, V> Map<K, V> copyOf(Map<? extends K, ? extends V> o) { LinkedHashMap<K, V> m = new LinkedHashMap<>(); m.putAll(o); m.fixed = true; return m; }
    static <K, V> Map<K, V> of() { LinkedHashMap<K, V> m = new LinkedHashMap<>(); m.fixed = true; return m; }
    static <K, V> Map<K, V> of(K a, V b) { LinkedHashMap<K, V> m = new LinkedHashMap<>(); m.put(a, b); m.fixed = true; return m; }
    static <K, V> Map<K, V> of(K a, V b, K c, V d) { LinkedHashMap<K, V> m = new LinkedHashMap<>(); m.put(a, b); m.put(c, d); m.fixed = true; return m; }
    static <K, V> Map<K, V> of(K a, V b, K c, V d, K e, V f) { LinkedHashMap<K, V> m = new LinkedHashMap<>(); m.put(a, b); m.put(c, d); m.put(e, f); m.fixed = true; return m; }
    static <K, V> Map<K, V> of(K a, V b, K c, V d, K e, V f, K g, V h) { LinkedHashMap<K, V> m = new LinkedHashMap<>(); m.put(a, b); m.put(c, d); m.put(e, f); m.put(g, h); m.fixed = true; return m; }
}
public class MapNode<K, V> implements Map.Entry<K, V> {
    int hash;
    K key;
    V value;
    MapNode<K, V> next;
    boolean gone;
    MapNode(int h, K k, V v) { hash = h; key = k; value = v; }
    public K getKey() { return key; }
    public V getValue() { return value; }
    public V setValue(V v) { V old = value; value = v; return old; }
    public String toString() { return key + "=" + value; }
    public int hashCode() { return Objects.hashCode(key) ^ Objects.hashCode(value); }
    public boolean equals(Object o) { return o instanceof Map.Entry && Objects.equals(key, ((Map.Entry) o).getKey()) && Objects.equals(value, ((Map.Entry) o).getValue()); }
}
public abstract class AbstractMap<K, V> implements Map<K, V> {
    boolean fixed;
    int changes;
    abstract List<MapNode<K, V>> nodes();
    void may() { if (fixed) throw new UnsupportedOperationException(); }
    public boolean isEmpty() { return size() == 0; }
    public boolean containsValue(Object v) { for (MapNode<K, V> n : nodes()) if (Objects.equals(v, n.value)) return true; return false; }
    public void putAll(Map<? extends K, ? extends V> m) { for (Object o : m.entrySet()) { Map.Entry e = (Map.Entry) o; put((K) e.getKey(), (V) e.getValue()); } }
    public Set<K> keySet() { return (Set<K>) (Object) new MapView(this, 0); }
    public Collection<V> values() { return (Collection<V>) (Object) new MapView(this, 1); }
    public Set<Map.Entry<K, V>> entrySet() { return (Set<Map.Entry<K, V>>) (Object) new MapView(this, 2); }
    public String toString() {
        StringBuilder b = new StringBuilder("{");
        boolean first = true;
        for (MapNode<K, V> n : nodes()) { if (!first) b.append(", "); first = false; b.append(n.key == this ? "(this Map)" : String.valueOf(n.key)).append("=").append(n.value == this ? "(this Map)" : String.valueOf(n.value)); }
        return b.append("}").toString();
    }
    public int hashCode() { int h = 0; for (MapNode<K, V> n : nodes()) h += n.hashCode(); return h; }
    public boolean equals(Object o) {
        if (!(o instanceof Map)) return false;
        Map m = (Map) o;
        if (m.size() != size()) return false;
        for (MapNode<K, V> n : nodes()) if (!m.containsKey(n.key) || !Objects.equals(n.value, m.get(n.key))) return false;
        return true;
    }
}
public class MapView extends AbstractCollection<Object> implements Set<Object> {
    private final AbstractMap map;
    private final int what;
    MapView(AbstractMap m, int w) { map = m; what = w; }
    public int size() { return map.size(); }
    public boolean contains(Object o) { return what == 0 ? map.containsKey(o) : super.contains(o); }
    public boolean remove(Object o) { if (what == 0) { boolean had = map.containsKey(o); map.remove(o); return had; } return super.remove(o); }
    public void clear() { map.clear(); }
    public boolean equals(Object o) { return o instanceof Set && ((Set) o).size() == size() && containsAll((Set) o); }
    public int hashCode() { int h = 0; for (Object o : this) h += Objects.hashCode(o); return h; }
    public Iterator<Object> iterator() {
        List<MapNode> all = (List) map.nodes();
        return new Iterator<Object>() {
            int at = 0;
            int was = map.changes;
            public boolean hasNext() { return at < all.size(); }
            public Object next() {
                if (was != map.changes) throw new ConcurrentModificationException();
                if (at >= all.size()) throw new NoSuchElementException();
                MapNode n = all.get(at++);
                return what == 0 ? n.key : what == 1 ? n.value : n;
            }
            public void remove() { map.remove(all.get(at - 1).key); was = map.changes; }
        };
    }
}
public class HashMap<K, V> extends AbstractMap<K, V> {
    private MapNode[] table = new MapNode[16];
    private int size;
    public HashMap() { }
    public HashMap(int n) { int c = 1; while (c < n) c <<= 1; table = new MapNode[c]; }
    public HashMap(Map<? extends K, ? extends V> m) { int c = 1; while (c < (float) m.size() / 0.75f + 1.0f) c <<= 1; table = new MapNode[c]; putAll(m); }
    static int spread(Object k) { if (k == null) return 0; int h = k.hashCode(); return h ^ (h >>> 16); }
    MapNode<K, V> find(Object k) { int h = spread(k); MapNode n = table[h & (table.length - 1)]; while (n != null && !(n.hash == h && Objects.equals(k, n.key))) n = n.next; return n; }
    public int size() { return size; }
    public V get(Object k) { MapNode<K, V> n = find(k); return n == null ? null : n.value; }
    public boolean containsKey(Object k) { return find(k) != null; }
    void added(MapNode<K, V> n) { }
    void removed(MapNode<K, V> n) { }
    public V put(K k, V v) {
        may();
        MapNode<K, V> n = find(k);
        if (n != null) return n.setValue(v);
        int h = spread(k); int at = h & (table.length - 1);
        n = new MapNode<K, V>(h, k, v);
        if (table[at] == null) table[at] = n; else { MapNode last = table[at]; while (last.next != null) last = last.next; last.next = n; }
        added(n); changes++;
        if (++size > table.length * 3 / 4) resize();
        return null;
    }
    // Merging and computing put a new entry first in its row, as the real one does.
    private void first(K k, V v) {
        if (size > table.length * 3 / 4) resize();
        int h = spread(k); int at = h & (table.length - 1);
        MapNode<K, V> n = new MapNode<K, V>(h, k, v);
        n.next = table[at]; table[at] = n;
        added(n); changes++; size++;
    }
    public V merge(K k, V v, BiFunction<? super V, ? super V, ? extends V> f) { may(); if (v == null) throw new NullPointerException(); MapNode<K, V> n = find(k); if (n == null) { first(k, v); return v; } V made = n.value == null ? v : f.apply(n.value, v); if (made == null) remove(k); else n.value = made; return made; }
    public V computeIfAbsent(K k, Function<? super K, ? extends V> f) { may(); MapNode<K, V> n = find(k); if (n != null && n.value != null) return n.value; int was = changes; V v = f.apply(k); if (was != changes) throw new ConcurrentModificationException(); if (v != null) { if (n != null) n.value = v; else first(k, v); } return v; }
    public V compute(K k, BiFunction<? super K, ? super V, ? extends V> f) { may(); MapNode<K, V> n = find(k); V v = f.apply(k, n == null ? null : n.value); if (v == null) { if (n != null) remove(k); } else if (n != null) n.value = v; else first(k, v); return v; }
    private void resize() {
        MapNode[] old = table;
        table = new MapNode[old.length * 2];
        MapNode[] tails = new MapNode[table.length];
        for (MapNode first : old) {
            MapNode n = first;
            while (n != null) {
                MapNode next = n.next;
                n.next = null;
                int at = n.hash & (table.length - 1);
                if (tails[at] == null) table[at] = n; else tails[at].next = n;
                tails[at] = n;
                n = next;
            }
        }
    }
    public V remove(Object k) {
        may();
        int h = spread(k); int at = h & (table.length - 1);
        MapNode before = null; MapNode n = table[at];
        while (n != null && !(n.hash == h && Objects.equals(k, n.key))) { before = n; n = n.next; }
        if (n == null) return null;
        if (before == null) table[at] = n.next; else before.next = n.next;
        size--; changes++; removed(n);
        return (V) n.value;
    }
    public void clear() { may(); changes++; for (int i = 0; i < table.length; i++) table[i] = null; size = 0; }
    List<MapNode<K, V>> nodes() { ArrayList all = new ArrayList(size); for (MapNode first : table) { MapNode n = first; while (n != null) { all.add(n); n = n.next; } } return all; }
}
public class LinkedHashMap<K, V> extends HashMap<K, V> {
    private ArrayList<MapNode<K, V>> order = new ArrayList<>();
    private int gone;
    public LinkedHashMap() { }
    public LinkedHashMap(int n) { }
    public LinkedHashMap(Map<? extends K, ? extends V> m) { putAll(m); }
    void added(MapNode<K, V> n) { order.add(n); }
    void removed(MapNode<K, V> n) { n.gone = true; if (++gone > order.size() / 2) { order.removeIf(x -> x.gone); gone = 0; } }
    public void clear() { super.clear(); order = new ArrayList<>(); gone = 0; }
    List<MapNode<K, V>> nodes() { ArrayList<MapNode<K, V>> all = new ArrayList<>(); for (MapNode<K, V> n : order) if (!n.gone) all.add(n); return all; }
}
public class TreeMap<K, V> extends AbstractMap<K, V> {
    private final ArrayList<MapNode<K, V>> all = new ArrayList<>();
    private final Comparator<? super K> order;
    public TreeMap() { order = (Comparator<? super K>) Comparator.naturalOrder(); }
    public TreeMap(Comparator<? super K> c) { order = c; }
    public TreeMap(Map<? extends K, ? extends V> m) { this(); putAll(m); }
    private int at(Object k) { int a = 0, b = all.size() - 1; while (a <= b) { int m = (a + b) >>> 1; int c = order.compare(all.get(m).key, (K) k); if (c == 0) return m; if (c < 0) a = m + 1; else b = m - 1; } return -a - 1; }
    public int size() { return all.size(); }
    public V get(Object k) { int i = at(k); return i < 0 ? null : all.get(i).value; }
    public boolean containsKey(Object k) { return at(k) >= 0; }
    public V put(K k, V v) { may(); if (k == null) throw new NullPointerException(); int i = at(k); if (i >= 0) return all.get(i).setValue(v); all.add(-i - 1, new MapNode<K, V>(0, k, v)); changes++; return null; }
    public V remove(Object k) { may(); int i = at(k); if (i < 0) return null; changes++; return all.remove(i).value; }
    public void clear() { changes++; all.clear(); }
    List<MapNode<K, V>> nodes() { return new ArrayList<>(all); }
    public K firstKey() { if (all.isEmpty()) throw new NoSuchElementException(); return all.get(0).key; }
    public K lastKey() { if (all.isEmpty()) throw new NoSuchElementException(); return all.get(all.size() - 1).key; }
    public Map.Entry<K, V> firstEntry() { return all.isEmpty() ? null : all.get(0); }
    public Map.Entry<K, V> lastEntry() { return all.isEmpty() ? null : all.get(all.size() - 1); }
}
