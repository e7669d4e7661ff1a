// Many official clients come, lose their connection and resume while events happen; then each must have got exactly
// what GET /api/events tells, once and in order. Whoever runs this causes the events meanwhile.
//   node agree.mjs URL TOKEN [CLIENTS=24] [SECONDS=5]
// Prints one JSON object; exits with 1 when a client disagrees with the log.
import { setTimeout as pause } from 'node:timers/promises';
import { io } from 'socket.io-client';

const [url, token, clients = '24', seconds = '5'] = process.argv.slice(2);
const transports = [['polling', 'websocket'], ['polling'], ['websocket']];

const pull = async (after) => {
  const answer = await fetch(`${url}/api/events?limit=500&after=${after}`, { headers: { Authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`GET /api/events: ${answer.status}`);
  return answer.json();
};

function connect(number, start) {
  const client = { ids: [], connects: 0, last: start };
  client.socket = io(url, {
    transports: transports[number % transports.length],
    auth: (give) => give({ token, lastEventId: client.last }),
    reconnectionDelay: 100,
    reconnectionDelayMax: 500,
    forceNew: true,
  });
  client.socket.on('connect', () => client.connects++);
  client.socket.on('connect_error', (error) => (client.error = error.message));
  client.socket.onAny((name, event) => {
    if (event.id && name !== 'ready') client.ids.push((client.last = event.id));
  });
  return client;
}

const start = (await pull('latest')).next;
const all = [];
for (let i = 0; i < Number(clients); i++) {
  all.push(connect(i, start));
  await pause((Number(seconds) * 1000) / Number(clients));
  const connected = all.filter((client) => client.connects > 0);
  const unlucky = connected[Math.floor(Math.random() * connected.length)];
  if (i % 4 === 3) unlucky?.socket.io.engine.close();
}

const log = [];
for (let page = { next: start }, done = false; !done; ) {
  await pause(500);
  page = await pull(page.next);
  log.push(...page.data.map((event) => event.id));
  done = page.data.length === 0;
}
const agrees = (client) => JSON.stringify(client.ids.slice(0, log.length)) === JSON.stringify(log);
for (let i = 0; i < 20 && !all.every(agrees); i++) await pause(500);

const wrong = all.filter((client) => !agrees(client));
const moved = all.filter((client) => client.socket.io.engine.transport.name === 'websocket').length;
console.log(JSON.stringify({ events: log.length, clients: all.length, wrong: wrong.length, onWebSocket: moved, connects: all.reduce((sum, client) => sum + client.connects, 0) }));
wrong.forEach((client) => console.log(JSON.stringify({ got: client.ids.length, different: new Set(client.ids).size, error: client.error })));
process.exit(wrong.length > 0 ? 1 : 0);
