// What the page knows: the businesses and chats of the server, and the customers made up here.

const CUSTOMERS = 'flame-twins-customers';
const TYPING_MS = 25_000;

export const state = { accounts: [], flame: null, chats: new Map(), account: null, chat: null, typing: new Map(), link: 'connecting' };

const listeners = new Set();
let waiting = false;

export function onChange(listener) { listeners.add(listener); }

export function changed() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; listeners.forEach((listener) => listener(state)); });
}

const keyOf = (account, customer) => `${account} ${customer}`;
const saved = () => { try { return JSON.parse(localStorage.getItem(CUSTOMERS)) ?? []; } catch { return []; } };

function chatOf(account, customer, name) {
  const key = keyOf(account, customer);
  const chat = state.chats.get(key) ?? { key, account, customer, name: '', messages: [], unread: 0 };
  chat.name = name || chat.name;
  state.chats.set(key, chat);
  return chat;
}

export function addCustomer(name, customer) {
  const others = saved().filter((one) => one.customer !== customer || one.account !== state.account);
  localStorage.setItem(CUSTOMERS, JSON.stringify([...others, { account: state.account, customer, name }].slice(-40)));
  open(chatOf(state.account, customer, name));
}

export const business = () => state.accounts.find((account) => account.key === state.account);

export const chatsHere = () => [...state.chats.values()]
  .filter((chat) => chat.account === state.account)
  .sort((a, b) => lastTime(b).localeCompare(lastTime(a)));

const lastTime = (chat) => chat.messages.at(-1)?.time ?? '';

export function open(chat) {
  state.chat = chat;
  if (chat) chat.unread = 0;
  look();
  changed();
}

export function choose(account) {
  state.account = account;
  state.chat = null;
  changed();
}

// The person sees the chat: what was delivered there is read.
export function look() {
  const chat = state.chat;
  if (!chat || document.visibilityState !== 'visible') return;
  chat.unread = 0;
  if (chat.messages.some((message) => !message.fromCustomer && message.status === 'delivered')) {
    post('/page/read', { account: chat.account, customer: chat.customer }).catch(() => {});
  }
}

export async function post(path, body) {
  const raw = body instanceof Blob;
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': raw ? body.type : 'application/json' },
    body: raw ? body : JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(json.error);
  return json;
}

export async function send(order, file) {
  const chat = state.chat;
  const media = file ? { type: 'image', mediaId: (await post('/page/media', file)).mediaId, caption: order.text } : {};
  await post('/page/send', { account: chat.account, order: { ...order, from: chat.customer, name: chat.name, ...media } });
}

function snapshot(event) {
  state.accounts = event.accounts;
  state.flame = event.flame === 'null' ? null : event.flame;
  const before = state.chat;
  const unread = new Map([...state.chats.values()].map((chat) => [chat.key, chat.unread]));
  state.chats.clear();
  saved().forEach((one) => chatOf(one.account, one.customer, one.name));
  event.chats.forEach((one) => {
    const chat = chatOf(one.account, one.customer, one.name || one.customer);
    chat.messages = one.messages;
    chat.unread = unread.get(chat.key) ?? 0;
  });
  if (!business()) state.account = event.accounts[0]?.key ?? null;
  state.chat = before ? state.chats.get(before.key) ?? null : null;
}

function message(event) {
  const chat = chatOf(event.account, event.customer, event.name);
  if (chat.messages.some((known) => known.id === event.message.id)) return;
  chat.messages.push(event.message);
  state.typing.delete(chat.key);
  if (!event.message.fromCustomer && chat !== state.chat) chat.unread += 1;
}

function status(event) {
  const known = state.chats.get(keyOf(event.account, event.customer))?.messages.find((one) => one.id === event.id);
  if (known) known.status = event.status;
}

function typing(event) {
  const key = keyOf(event.account, event.customer);
  state.typing.set(key, Date.now() + TYPING_MS);
  setTimeout(changed, TYPING_MS + 50);
}

export const isTyping = (chat) => (state.typing.get(chat.key) ?? 0) > Date.now();

const HANDLERS = { snapshot, message, status, typing };

export function connect() {
  const source = new EventSource('/page/events');
  source.onopen = () => { state.link = 'on'; changed(); };
  source.onerror = () => { state.link = 'off'; changed(); };
  source.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    if (event.type === 'changed') { source.close(); connect(); return; }
    HANDLERS[event.type]?.(event);
    look();
    changed();
  };
}

document.addEventListener('visibilitychange', () => { look(); changed(); });
