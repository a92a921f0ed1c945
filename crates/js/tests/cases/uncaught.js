function fails() {
  throw new TypeError('no good');
}
process.on('exit', c => console.log('exit', c));
fails();
