import java.util.*;
import java.util.function.*;
import java.util.stream.*;

public class Library {
    interface Visitor<R> { R visit(Node n); }
    static class Node {
        final int value; Node left, right;
        Node(int v) { value = v; }
        void insert(int v) { if (v < value) { if (left == null) left = new Node(v); else left.insert(v); } else { if (right == null) right = new Node(v); else right.insert(v); } }
        <R> R accept(Visitor<R> v) { return v.visit(this); }
        class Cursor { int next() { return value + 1; } }
    }
    record Person(String name, int age, String city) { static Person of(String n) { return new Person(n, 1, "X"); } }
    enum Op implements IntBinaryOperator {
        PLUS("+") { public int applyAsInt(int a, int b) { return a + b; } },
        TIMES("*") { public int applyAsInt(int a, int b) { return a * b; } };
        private final String sign;
        Op(String s) { sign = s; }
    }
    static int sum(int... all) { int s = 0; for (int a : all) s += a; return s; }
    static String kind(Object o) {
        if (o instanceof String s && !s.isEmpty()) return "string " + s.length();
        if (o instanceof int[] a) return "ints " + a.length;
        return o == null ? "null" : o.getClass().getName();
    }
    static int order = 0;
    static int next(int v) { order = order * 10 + v; return v; }
    static int tries() { try { return 1; } finally { System.out.print("f "); } }

    public static void main(String[] args) {
        Node root = new Node(5);
        for (int v : new int[] {3, 8, 1, 4}) root.insert(v);
        Visitor<Integer> depth = new Visitor<>() {
            public Integer visit(Node n) { return n == null ? 0 : 1 + Math.max(visit(n.left), visit(n.right)); }
        };
        System.out.println(root.accept(depth) + " " + root.new Cursor().next());
        List<Person> people = List.of(new Person("Ann", 30, "Oslo"), new Person("Bob", 25, "Rome"), new Person("Cid", 35, "Oslo"));
        Map<String, List<String>> by = people.stream().collect(Collectors.groupingBy(Person::city, Collectors.mapping(Person::name, Collectors.toList())));
        System.out.println(by);
        System.out.println(people.stream().sorted(Comparator.comparingInt(Person::age).reversed()).map(Person::name).toList());
        System.out.println(people.stream().mapToInt(Person::age).sum() + " " + people.stream().collect(Collectors.averagingInt(Person::age)));
        System.out.println(people.stream().max(Comparator.comparing(Person::age)).get());
        for (Op op : Op.values()) System.out.print("3" + op.sign + "4=" + op.applyAsInt(3, 4) + " ");
        System.out.println(sum() + sum(1) + sum(1, 2, 3));
        System.out.println(kind("abc") + ", " + kind(new int[2]) + ", " + kind(1.5) + ", " + kind(null) + ", " + kind(new ArrayList<>()));
        int[] a = {1, 2, 3}; int i = 0;
        a[i++] = a[i] + 10; a[i] += 5; i = i++ + ++i;
        System.out.println(Arrays.toString(a) + i);
        System.out.println(next(1) + next(2) * next(3) + " " + order);
        System.out.println(tries());
        EnumMapLike();
        StringBuilder sb = new StringBuilder("hello");
        sb.insert(0, "[").append(']').replace(1, 3, "HE").deleteCharAt(sb.length() - 1);
        System.out.println(sb + " " + sb.indexOf("l") + " " + "a1b22c".replaceAll("[0-9]+", "#") + " " + "x=1;y=2".split("[=;]").length + " " + "Abc".matches("[A-Z]\\w+"));
        Deque<Integer> stack = new ArrayDeque<>(); stack.push(1); stack.push(2); stack.addLast(9);
        System.out.println(stack + " " + stack.pop() + " " + stack.peekLast());
        PriorityQueue<String> pq = new PriorityQueue<>(Comparator.comparing(String::length)); pq.add("ccc"); pq.add("a"); pq.add("bb");
        System.out.print(pq.poll() + pq.poll() + pq.poll() + " ");
        Set<Integer> set = new TreeSet<>(List.of(5, 1, 3)); set.removeIf(x -> x > 4);
        System.out.println(set + " " + set.contains(3));
        try { List.of(1).add(2); } catch (UnsupportedOperationException e) { System.out.println("fixed " + e.getMessage()); }
        try { for (Integer x : new ArrayList<>(List.of(1, 2))) Integer.parseInt("x" + x); } catch (NumberFormatException e) { System.out.println(e.getMessage()); }
        try { List<Integer> l = new ArrayList<>(List.of(1, 2, 3)); for (Integer x : l) l.remove(x); } catch (ConcurrentModificationException e) { System.out.println(e); }
        BiFunction<Double, Double, Double> pow = Math::pow; Supplier<List<String>> make = ArrayList::new; UnaryOperator<String> up = String::toUpperCase;
        List<String> made = make.get(); made.add(up.apply("q")); System.out.println(pow.apply(2.0, 10.0) + " " + made);
        System.out.println(Stream.iterate(1, x -> x * 2).limit(8).map(String::valueOf).collect(Collectors.joining("|")));
        System.out.println(String.format("%08.3f|%,d|%x|%e|%b|%c|%10s|%-6s|%%", 3.14159, 1234567, 255, 12345.678, true, 'z', "r", "l"));
        System.out.println((0.1 + 0.2) + " " + 1e-5 + " " + 123456789.0 + " " + (float) 0.1 + " " + Double.MIN_VALUE + " " + Long.MIN_VALUE + " " + (char) 66 + (int) 'A' + " " + 5 / 2.0f);
        Object o = 3; String t = o instanceof Integer n ? "n" + n : "no"; System.out.println(t);
        long count = IntStream.range(0, 100).filter(x -> x % 7 == 0).count(); System.out.println(count);
        char c = 'x'; switch (c) { case 'x' -> System.out.println("ex"); default -> System.out.println("other"); }
        Map<Character, Integer> freq = new TreeMap<>(); for (char ch : "banana".toCharArray()) freq.put(ch, freq.getOrDefault(ch, 0) + 1); System.out.println(freq);
        int[] counter = {0}; Runnable r = () -> counter[0]++; r.run(); r.run(); System.out.println(counter[0]);
        Iterator<Map.Entry<Character, Integer>> it = freq.entrySet().iterator(); while (it.hasNext()) { var e = it.next(); System.out.print(e.getKey() + "" + e.getValue() + ";"); } System.out.println();
    }
    static void EnumMapLike() { Map<Op, String> m = new LinkedHashMap<>(); m.put(Op.TIMES, "t"); m.computeIfAbsent(Op.PLUS, k -> k.name().toLowerCase()); m.forEach((k, v) -> System.out.print(k + "->" + v + " ")); System.out.println(); }
}
