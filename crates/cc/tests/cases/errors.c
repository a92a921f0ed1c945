#include <stdio.h>
struct s { int a; };
int main(void) {
    int x = y + 1;
    const int k = 1;
    k = 3;
    char *s = 5;
    struct nope q;
    struct s v;
    v.b = 3;
    return x
}
//// messages
main.c: In function 'main':
main.c:4:13: error: 'y' undeclared (first use in this function)
    4 |     int x = y + 1;
      |             ^
main.c:4:13: note: each undeclared identifier is reported only once for each function it appears in
main.c:6:7: error: assignment of read-only variable 'k'
    6 |     k = 3;
      |       ^
main.c:7:15: warning: initialization of 'char *' from 'int' makes pointer from integer without a cast [-Wint-conversion]
    7 |     char *s = 5;
      |               ^
main.c:8:17: error: storage size of 'q' isn't known
    8 |     struct nope q;
      |                 ^
main.c:10:6: error: 'struct s' has no member named 'b'
   10 |     v.b = 3;
      |      ^
main.c:11:13: error: expected ';' before '}' token
   11 |     return x
      |             ^
      |             ;
   12 | }
      | ~            
