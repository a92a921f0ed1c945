import java.util.*;
import java.util.function.*;
import java.util.stream.*;

public class Shapes {
    sealed interface Shape permits Circle, Square {
        double area();
        default String describe() { return getClass().getSimpleName() + String.format(" %.2f", area()); }
    }
    record Circle(double r) implements Shape {
        Circle { if (r < 0) throw new IllegalArgumentException("negative: " + r); }
        public double area() { return Math.PI * r * r; }
    }
    record Square(double side) implements Shape {
        public double area() { return side * side; }
    }
    enum Color { RED, GREEN { @Override String tone() { return "cool"; } }, BLUE; String tone() { return "warm"; } }
    static abstract class Animal {
        protected final String name;
        private static int count = 0;
        Animal(String name) { this.name = name; count++; }
        abstract String sound();
        @Override public String toString() { return name + " says " + sound(); }
    }
    static class Dog extends Animal {
        Dog(String n) { super(n); }
        String sound() { return "Woof"; }
    }
    static class Box<T extends Comparable<T>> {
        private T value;
        Box(T value) { this.value = value; }
        T get() { return value; }
        boolean bigger(Box<T> o) { return value.compareTo(o.value) > 0; }
    }
    static <T> List<T> twice(T t) { List<T> l = new ArrayList<>(); l.add(t); l.add(t); return l; }
    static int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

    public static void main(String[] args) throws Exception {
        List<Shape> shapes = List.of(new Circle(1), new Square(2));
        for (Shape s : shapes) System.out.println(s.describe() + " " + s);
        System.out.println(new Circle(1.5).equals(new Circle(1.5)));
        for (Color c : Color.values()) System.out.print(c + ":" + c.ordinal() + ":" + c.tone() + " ");
        System.out.println(Color.valueOf("BLUE"));
        System.out.println(new Dog("Rex"));
        Animal a = new Animal("Cat") { String sound() { return "Meow" + Animal.count; } };
        System.out.println(a);
        Map<String, Integer> counts = new HashMap<>();
        for (String w : "the quick brown fox jumps over the lazy dog the end".split(" ")) counts.merge(w, 1, Integer::sum);
        System.out.println(counts);
        System.out.println(new TreeMap<>(counts));
        List<String> words = Arrays.asList("pear", "apple", "fig", "banana");
        System.out.println(words.stream().filter(w -> w.length() > 3).map(String::toUpperCase).sorted().collect(Collectors.joining(", ", "[", "]")));
        System.out.println(words.stream().collect(Collectors.groupingBy(String::length, Collectors.counting())));
        System.out.println(IntStream.rangeClosed(1, 5).map(x -> x * x).sum());
        System.out.println(words.stream().mapToInt(String::length).average().getAsDouble());
        words.sort(Comparator.comparing(String::length).thenComparing(Comparator.reverseOrder()));
        System.out.println(words);
        Function<Integer, Function<Integer, Integer>> add = x -> y -> x + y;
        System.out.println(add.apply(3).apply(4));
        Supplier<String> sup = () -> "supplied";
        BiFunction<Integer, Integer, Integer> mul = (x, y) -> x * y;
        System.out.println(sup.get() + mul.apply(6, 7));
        System.out.println(new Box<>(5).bigger(new Box<>(3)) + " " + twice("x"));
        int day = 3;
        String name = switch (day) { case 1, 7 -> "weekend"; case 3 -> { String t = "mid"; yield t + "week"; } default -> "weekday"; };
        System.out.println(name);
        switch ("b") { case "a": System.out.println("A"); case "b": System.out.println("B"); case "c": System.out.println("C"); break; default: System.out.println("D"); }
        Object o = 42;
        if (o instanceof Integer i && i > 40) System.out.println("int " + (i + 1));
        String text = """
            Hello
              "Block"
            end\
             joined
            """;
        System.out.print(text);
        int[][] grid = new int[3][4];
        grid[1][2] = 5;
        System.out.println(Arrays.toString(grid[1]) + grid.length + Arrays.deepToString(new int[][] {{1, 2}, {3}}));
        StringBuilder sb = new StringBuilder();
        for (var e : new int[] {3, 1, 2}) sb.append(e).append(',');
        sb.setLength(sb.length() - 1);
        System.out.println(sb.reverse());
        try { Object[] arr = new Integer[1]; System.out.println(arr[1]); }
        catch (ArrayIndexOutOfBoundsException e) { System.out.println(e.getMessage()); }
        finally { System.out.println("finally"); }
        try (AutoCloseable r = () -> System.out.println("closed")) { System.out.println("in"); }
        System.out.println(fib(15));
        Integer x1 = 127, x2 = 127, y1 = 1000, y2 = 1000;
        System.out.println((x1 == x2) + " " + (y1 == y2) + " " + y1.equals(y2));
        System.out.println("hello".hashCode() + " " + List.of(1, 2, 3).hashCode() + " " + Objects.hash(1, "a"));
        Optional<String> first = words.stream().filter(w -> w.startsWith("z")).findFirst();
        System.out.println(first.map(String::length).orElse(-1) + " " + first);
        outer:
        for (int i = 0; i < 3; i++) for (int j = 0; j < 3; j++) { if (j == 2) continue outer; if (i == 2) break outer; System.out.print(i + "" + j + " "); }
        System.out.println();
        Runnable r = () -> System.out.println("run " + day);
        r.run();
        System.out.println(String.join("-", List.of("a", "b")) + "abc".substring(1) + "a,b,,".split(",").length + " x ".trim() + "ab".repeat(2) + "Hello".chars().filter(ch -> ch == 'l').count());
        long big = Integer.MAX_VALUE; big++;
        System.out.println(big + " " + (int) big + " " + (byte) 200 + " " + (int) 3.99 + " " + Math.round(2.5) + " " + 1e10 + " " + 100.0 + " " + 1.0f / 3 + " " + 1.0 / 3);
        Iterator<Integer> it = new Iterator<>() { int n = 0; public boolean hasNext() { return n < 2; } public Integer next() { return n++; } };
        while (it.hasNext()) System.out.print(it.next() + " ");
        System.out.println(Integer.toBinaryString(10) + Integer.toHexString(255) + Integer.parseInt("-12"));
    }
}
