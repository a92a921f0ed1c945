#include <stdio.h>
int main(void) {
    printf("hi\n")
    return 0;
}
//// messages
main.c: In function 'main':
main.c:3:19: error: expected ';' before 'return'
    3 |     printf("hi\n")
      |                   ^
      |                   ;
    4 |     return 0;
      |     ~~~~~~         
