#### printf '%b' '1/0\n2\n' | bc; echo $?
bc: divide by zero
1
[0]
#### printf '%b' '1 +\n2\n' | bc; echo $?
bc: bad expression at ''
1
[0]
#### printf '%b' 'a b\n' | bc; echo $?
bc: bad expression at 'b'
1
[0]
#### printf '%b' '(1\n3\n' | bc; echo $?
bc: bad expression at ''
1
[0]
#### printf '%b' '1)\n' | bc; echo $?
bc: bad statement terminator at ')'
1
[0]
#### printf '%b' 'if (1) {\n' | bc; echo $?
bc: bad token at ''
1
[0]
#### printf '%b' 'foo(1)\n' | bc; echo $?
bc: undefined function
1
[0]
#### printf '%b' '1 = 2\n' | bc; echo $?
bc: bad assignment: left side must be variable or array element at '= 2'
1
[0]
#### printf '%b' '@\n1\n' | bc; echo $?
bc: bad character '@'
1
[0]
#### printf '%b' '"abc\n1\n' | bc; echo $?
bc: unterminated string
1
[0]
#### printf '%b' 'sqrt(-1)\n' | bc; echo $?
bc: negative number
1
[0]
#### printf '%b' '2^0.5\n' | bc; echo $?
bc: not an integer
1
[0]
#### printf '%b' 'x[1]=5; x[1]; x[0]\n' | bc; echo $?
5
0
0
[0]
#### printf '%b' 'scale=-1\n' | bc; echo $?
bc: negative number
1
[0]
#### printf '%b' 'ibase=1\nibase=20\n' | bc; echo $?
bc: bad ibase; must be [2,16]
1
[0]
#### printf '%b' 'obase=1\n' | bc; echo $?
bc: bad obase; must be [2,999]
1
[0]
#### printf '%b' 'obase=16; 255; 255.5\nscale=5; 1/3\n' | bc; echo $?
FF
FF.8
.55551
0
[0]
#### printf '%b' 'obase=20; 399; 10\n' | bc; echo $?
 19 19
 10
0
[0]
#### printf '%b' 'ibase=2; 1011; 2; 102\n' | bc; echo $?
11
2
5
0
[0]
#### printf '%b' 'ibase=16; a; FF; 0.8; F.F\n' | bc; echo $?
0
255
.5
15.9
0
[0]
#### printf '%b' 'define f(x) { auto y; y=x*2; return (y); }\nf(4)\n' | bc; echo $?
8
0
[0]
#### printf '%b' 'define f(x) {\nreturn x*x\n}\nf(3); f(2)+1\n' | bc; echo $?
9
5
0
[0]
#### printf '%b' 'f=1; f; f+=2; f; f^=2; f; f%=4;f; f-=1; f/=2; f; f*=3; f\n' | bc; echo $?
1
3
9
1
0
0
0
[0]
#### printf '%b' 'for (i=1;i<=3;i++) { print i, " "; }\nprint "\\n"\n' | bc; echo $?
1 2 3 
0
[0]
#### printf '%b' 'i=0; while (i<3) { i++; if (i==2) continue; i; }\n' | bc; echo $?
0
1
1
2
3
0
[0]
#### printf '%b' 'while (1) { break; }\n5\n' | bc; echo $?
5
0
[0]
#### printf '%b' '1<2; 2<=1; 1==1; 1!=1; !0; !5; 1&&0; 1||0\n' | bc; echo $?
1
0
1
0
1
0
0
1
0
[0]
#### printf '%b' '-5/2; -5%3; 5%-3; .5; -.5; 0.50; 00012; 1.10+2.2; 1.5*1.5; 10/4; 0; -0\n' | bc; echo $?
-2
-2
2
.5
-.5
.50
12
3.30
2.2
2
0
0
0
[0]
#### printf '%b' 'scale=3; 10/4; -1/3; 7%3; 7.5%2; 2^10; 2^-2; 1.2^3; sqrt(2); sqrt(16); 1.23456*2.1\n' | bc; ec...
2.500
-.333
.001
0
1024
.250
1.728
1.414
4.000
2.59257
0
[0]
#### printf '%b' 'scale=2; 100*1.075; 3.14159*2; (5+3)*2; 22/7\n' | bc; echo $?
107.500
6.28318
16
3.14
0
[0]
#### printf '%b' 'e(1); s(1); c(1); a(1); l(2); j(0,1); pi=4*a(1); pi\n' | bc -l; echo $?
2.71828182845904523536
.84147098480789650665
.54030230586813971740
.78539816339744830961
.69314718055994530941
.76519768655796655144
3.14159265358979323844
0
[0]
#### printf '%b' 'last; 5; last+1; .*2\n' | bc; echo $?
0
5
6
12
0
[0]
#### printf '%b' 'length(123.45); scale(123.45); length(0); length(.001); scale(5)\n' | bc; echo $?
5
2
1
1
0
0
[0]
#### printf '%b' '/* comment */ 1 # two\n3 /* multi\nline */ + 4\n' | bc; echo $?
1
7
0
[0]
#### printf '%b' '1+\\\n2\n' | bc; echo $?
3
0
[0]
#### printf '%b' 'a=3;b=4;sqrt(a^2+b^2)\n' | bc; echo $?
5
0
[0]
#### printf '%b' '2^1000\n' | bc; echo $?
10715086071862673209484250490600018105614048117055336074437503883703\
51051124936122493198378815695858127594672917553146825187145285692314\
04359845775746985748039345677748242309854210746050623711418779541821\
53046474983581941267398767559165543946077062914571196477686542167660\
429831652624386837205668069376
0
[0]
#### printf '%b' '"hello "; "world\n"; 1\n' | bc; echo $?
hello world
1
0
[0]
#### printf '%b' 'if (1>2) 5 else 6\n' | bc; echo $?
6
0
[0]
#### printf '%b' 'if (0) { 1 } else { 2 }\n' | bc; echo $?
2
0
[0]
#### printf '%b' 'quit\n1\n' | bc; echo $?
0
[0]
#### printf '%b' 'halt\n' | bc; echo $?
0
[0]
#### printf '%b' 'x++; x; ++x; x--; x\n' | bc; echo $?
0
1
2
2
1
0
[0]
#### printf '%b' '5 5\n' | bc; echo $?
bc: bad expression at '5'
1
[0]
#### printf '%b' '5;;6\n' | bc; echo $?
5
6
0
[0]
#### printf '%b' '\n\n7\n\n' | bc; echo $?
7
0
[0]
#### printf '%b' '1e5\n' | bc; echo $?
bc: bad expression at 'e5'
1
[0]
#### printf '%b' '3 > 2 && 1\n' | bc; echo $?
1
0
[0]
#### printf '%b' 'return 1\n' | bc; echo $?
bc: 'return' not in a function
1
[0]
#### printf '%b' 'break\n' | bc; echo $?
bc: bad token at 'break'
1
[0]
#### printf '%b' 'scale\nscale=4\nscale\nobase\nibase\nlast\n' | bc; echo $?
0
4
10
10
10
0
[0]
#### printf '%b' '(1+2)*(3+4)\n' | bc; echo $?
21
0
[0]
#### printf '%b' 'a=b=3; a; b\n' | bc; echo $?
3
3
0
[0]
#### printf '%b' '(a=5)\n' | bc; echo $?
5
0
[0]
#### printf '%b' 'read()\n42\n' | bc; echo $?
42
0
[0]
#### printf '%b' '1/3' ; b '10/3\n' | bc -l; echo $?
1/3sh: b: not found
0
[0]
#### printf '%b' '99999999999999999999*99999999999999999999; 123456789123456789/987654321; 10^30/7; 10^30%7\n' |...
9999999999999999999800000000000000000001
124999998
142857142857142857142857142857
1
0
[0]
#### printf '%b' 'define void f(x) { print x; }\n' | bc; echo $?
0
[0]
#### printf '%b' 'define f() { return; }\nf()\n' | bc; echo $?
0
0
[0]
