import java.util.List;

public class Main {
    static int twice(int n) { return n * 2; }
    public static void main(String[] args) {
        int x = "hello";
        String s = 5;
        int y = 3.5;
        undefined = 4;
        System.out.println(missing);
        s.lenght();
        foo(1);
        Strin z = null;
        twice("a", 2);
        List<String> l = new ArrayList<>();
        boolean b = x + 1;
        if (s == 3) { }
    }
    int noReturn() { }
}
