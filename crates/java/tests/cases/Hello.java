public class Hello {
    public static void main(String[] args) {
        String who = args.length > 0 ? args[0] : "World";
        System.out.println("Hello, " + who + "!");
        int total = 0;
        for (int i = 0; i < 5; i++) total += i;
        System.out.printf("%d %5.2f|%-5s|%05d%n", total, 3.14159, "ab", 42);
        System.out.println(1 + 2 + "x" + 1 + 2 + 'c' + 1.0 + 2.5f + true + null);
        char c = 'a'; c += 1; c++;
        System.out.println(c);
        System.out.println((char) (c + 1));
        System.out.println(7 / 2 + " " + 7 % 3 + " " + -7 / 2 + " " + 7.0 / 2 + " " + (1 << 33) + " " + (1L << 33) + " " + (-1 >>> 28));
    }
}
