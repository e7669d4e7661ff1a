// Connects with the official client and prints everything that happens, one JSON object a line.
//   node listen.mjs URL TOKEN [LAST_EVENT_ID|-] [TRANSPORTS] [ORIGIN|-]
// TRANSPORTS: comma-separated, "polling,websocket" by default (which upgrades); "polling" or "websocket" alone.
// Lines on standard input are emitted: {"event":"typing","data":{...}}; the server's acknowledgement is printed.
// {"close":true} ends it. A reconnect sends the id of the last event that was received.
import { createInterface } from 'node:readline';
import { io } from 'socket.io-client';

const [url, token, lastEventId = '-', transports = 'polling,websocket', origin = '-'] = process.argv.slice(2);
if (!url || token === undefined) {
  console.error('usage: node listen.mjs URL TOKEN [LAST_EVENT_ID|-] [TRANSPORTS] [ORIGIN|-]');
  process.exit(2);
}

let last = lastEventId === '-' ? undefined : lastEventId;
const print = (kind, details = {}) => console.log(JSON.stringify({ kind, ...details }));

const socket = io(url, {
  transports: transports.split(','),
  auth: (give) => give({ ...(token && { token }), ...(last && { lastEventId: last }) }),
  reconnectionDelay: 200,
  reconnectionDelayMax: 1000,
  forceNew: true,
  ...(origin !== '-' && { extraHeaders: { Origin: origin } }),
});

socket.on('connect', () => {
  print('connect', { sid: socket.id, transport: socket.io.engine.transport.name });
  socket.io.engine.on('upgrade', (transport) => print('upgrade', { transport: transport.name }));
});
socket.on('connect_error', (error) => print('connect_error', { message: error.message, data: error.data }));
socket.on('disconnect', (reason) => print('disconnect', { reason }));
socket.onAny((name, event, ...more) => {
  if (event?.id) last = event.id;
  print('event', { name, event, ...(more.length > 0 && { more }) });
});

createInterface({ input: process.stdin }).on('line', (line) => {
  const said = JSON.parse(line);
  if (said.close) {
    socket.close();
    process.exit(0);
  }
  if (said.token) {
    socket.timeout(5000).emit('authenticate', { token: said.token }, (error, answer) => print('ack', { error: error?.message, answer }));
    return;
  }
  socket.timeout(5000).emit(said.event, said.data, (error, answer) => print('ack', { error: error?.message, answer }));
});
