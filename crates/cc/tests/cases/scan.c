#include <stdio.h>
#include <stdarg.h>
int sum(int n, ...) { va_list l; va_start(l, n); int s = 0; while (n--) s += va_arg(l, int); va_end(l); return s; }
int main(void) { int a; double d; char w[20]; 
 while (scanf("%d %lf %19s", &a, &d, w) == 3) printf("%d %.2f %s\n", a, d, w);
 printf("%d\n", sum(4, 1, 2, 3, 4)); char line[50]; sscanf("x=12;y=hi", "x=%d;y=%s", &a, line); printf("%d %s\n", a, line); 
 return 0; }
//// input
1 2.5 abc
-3 1e2 zz
//// output
1 2.50 abc
-3 100.00 zz
10
12 hi
//// status
0
