#include <stdio.h>
#include <stdlib.h>
#define SQUARE(x) ((x) * (x))
#define STR(x) #x
#define CAT(a, b) a##b
int main(int argc, char *argv[]) {
    int CAT(va, lue) = SQUARE(3 + 1);
    printf("Hello, World! %d %s %d\n", value, STR(a + b), argc);
    printf("%5d|%-5d|%05d|%x|%X|%#x|%o|%c|%%|%s\n", 42, 42, 42, 255, 255, 255, 8, 'x', argv[1]);
    printf("%f %.2f %e %g %g %g %10.3f|\n", 3.14159, 2.5, 12345.678, 0.0001, 1e10, 100.0, 2.71828);
    printf("%ld %lu %lld %zu %hhd %hd\n", -5L, 5UL, 1LL << 40, sizeof(int), 300, 70000);
    printf("%u %s %.3s %10s|%-10s|\n", -1, getenv("WHO") ? "set" : "unset", "abcdef", "right", "left");
    return 3;
}
//// output
Hello, World! 16 a + b 2
   42|42   |00042|ff|FF|0xff|10|x|%|one
3.141590 2.50 1.234568e+04 0.0001 1e+10 100      2.718|
-5 5 1099511627776 4 44 4464
4294967295 set abc      right|left      |
//// status
3
