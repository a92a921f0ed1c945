console.log('hello', 1+1, [1,2,3], {a:1,b:'x'});
class A { #x=1; get x(){return this.#x} static s = 5; m(){return 'm'} }
class B extends A { constructor(){super(); this.y=2} m(){return super.m()+'b'} }
const b = new B(); console.log(b, b.x, b.m(), A.s);
function* g(){ yield 1; yield* [2,3]; return 4 } console.log([...g()]);
(async()=>{ await null; console.log('async'); try { await Promise.reject(new Error('no')) } catch(e){ console.log(e.message) } })();
setTimeout(()=>console.log('timer'),10);
const {a, ...r} = {a:1,b:2,c:3}; console.log(a, r, `t${a}`, 'a-b-c'.split('-'), 'xyz'.replace(/y/, m=>m.toUpperCase()));
label: for (let i=0;i<3;i++){ for(let j=0;j<3;j++){ if(j==1) continue label; if(i==2) break label; console.log(i,j) } }
console.log(new Map([[1,{a:2}]]), new Set([1,'a']), new Date(0), [undefined,null], ()=>1, Symbol('s'));
null.foo;
