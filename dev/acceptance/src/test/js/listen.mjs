// Connects with the unmodified official client and prints every event as one JSON line.
// node listen.mjs URL TOKEN [LAST_EVENT_ID|-] [TRANSPORTS]
import { io } from 'socket.io-client';

const [url, token, lastEventId = '-', transports = 'websocket'] = process.argv.slice(2);
const auth = lastEventId === '-' ? { token } : { token, lastEventId };
const socket = io(url, { auth, transports: transports.split(','), reconnection: false });
const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

socket.on('connect', () => print({ kind: 'connected', transport: socket.io.engine.transport.name }));
socket.io.engine.on('upgrade', (transport) => print({ kind: 'upgraded', transport: transport.name }));
socket.on('connect_error', (error) => print({ kind: 'refused', message: error.message, data: error.data ?? null }));
socket.on('disconnect', (reason) => print({ kind: 'disconnected', reason }));
socket.onAny((type, event) => print({ kind: 'event', type, event }));
process.stdin.on('end', () => socket.close());
process.stdin.resume();
