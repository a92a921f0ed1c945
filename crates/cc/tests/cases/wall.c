// -Wall
#include <stdio.h>
int main(void) {
    int unused;
    int set = 3;
    foo(3);
    return 0;
}
//// messages
main.c: In function 'main':
main.c:6:5: warning: implicit declaration of function 'foo' [-Wimplicit-function-declaration]
    6 |     foo(3);
      |     ^~~
main.c:5:9: warning: unused variable 'set' [-Wunused-variable]
    5 |     int set = 3;
      |         ^~~
main.c:4:9: warning: unused variable 'unused' [-Wunused-variable]
    4 |     int unused;
      |         ^~~~~~
