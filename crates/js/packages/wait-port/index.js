// wait-port: waits until somebody listens (github.com/dwmkerr/wait-port), written for Drydock.
const net = require('net');
module.exports = ({ host = 'localhost', port, timeout = 0, output, interval = 1000, waitForDns = false }) => new Promise((y, n) => {
  const quiet = output === 'silent', dots = output === undefined || output === 'dots', began = Date.now(); let written = false;
  if (dots) process.stdout.write(`Waiting for ${host}:${port}`);
  const attempt = () => {
    if (timeout && Date.now() - began >= timeout) { if (dots) process.stdout.write('\nTimeout\n'); return y({ open: false }); }
    if (dots) process.stdout.write('.');
    const s = net.connect({ port: +port, host }); s.once('connect', () => { s.destroy(); if (dots) process.stdout.write('\nConnected!\n'); y({ open: true }); });
    s.once('error', e => { if (e.code === 'ENOTFOUND' && !waitForDns) { if (dots) process.stdout.write(`\nThe address '${host}' cannot be found\n`); return n(Object.assign(new Error(`The address '${host}' cannot be found`), { code: e.code })); } setTimeout(attempt, interval); });
  };
  attempt();
});
