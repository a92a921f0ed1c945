public class Nothing {
    private String name;

    public static void main(String[] args) {
        for (int i = 0; i < 1; i++) {
            System.out.println(Double.MIN_VALUE + " " + 20.0 + " " + 0.5);
        }
        long before = 1L;
        Nothing it = new Nothing();
        int[] none = null;
        try {
            System.out.println(it.name.length());
        } catch (NullPointerException e) {
            System.out.println(e.getMessage());
        }
        System.out.println(none.length + before);
    }
}
