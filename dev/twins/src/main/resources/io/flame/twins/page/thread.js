// The open chat.

import { $, el, formatPhone, paintAvatar, svg, toast } from './dom.js';
import { day, t, time } from './i18n.js';
import { business, isTyping, send, state } from './store.js';

const TICKS = { pending: 't-wait', refused: 't-bad', failed: 't-bad', accepted: 't-wait', sent: 't-one', delivered: 't-two', read: 't-two' };
const ONLY_EMOJI = /^(\p{Extended_Pictographic}|\p{Emoji_Component}|\s){1,12}$/u;
let shown = null;
let stuck = true;

function tick(status) {
  const node = svg(TICKS[status] ?? 't-one', `tick ${status}`);
  return el('span', { title: t.status[status] }, node, el('span', { class: 'sr', text: t.status[status] }));
}

function body(message) {
  const emoji = message.type === 'text' && ONLY_EMOJI.test(message.text) && !/[\d#*]/.test(message.text);
  return el('div', { class: emoji ? 'body big' : 'body', dir: 'auto', text: message.text });
}

function content(message) {
  if (message.mediaId && (message.type === 'image' || message.type === 'sticker')) {
    return el('img', { src: `/page/media/${encodeURIComponent(message.mediaId)}`, alt: message.text || t.kinds.image });
  }
  return t.kinds[message.type] ? el('span', { class: 'kind', text: t.kinds[message.type] }) : null;
}

function say(order) {
  send(order).catch((error) => toast(`${t.failed}: ${error.message}`));
}

function choices(message) {
  if (!message.buttons?.length) return null;
  const answer = (button) => say({ type: 'button_reply', payload: button.id, title: button.title, contextId: message.id });
  return el('div', { class: 'choices' }, ...message.buttons.map((button) =>
    el('button', { type: 'button', class: 'choice', text: button.title, onclick: () => answer(button) })));
}

function bubble(message, first) {
  return el('div', { class: `message${message.fromCustomer ? ' mine' : ''}${first ? ' first' : ''}`, 'data-id': message.id },
    el('div', { class: 'bubble' },
      content(message),
      message.text ? body(message) : null,
      el('div', { class: 'meta' }, el('time', { datetime: message.time, text: time(message.time) }), tick(message.status))),
    message.status === 'refused' ? el('span', { class: 'refusal', text: t.refusedLong }) : null,
    choices(message));
}

function hello(chat) {
  return el('div', { class: 'hello' },
    el('p', { text: t.hello(business()?.name ?? '', chat.name) }),
    el('div', { class: 'choices' }, ...t.suggestions.map((text) =>
      el('button', { type: 'button', class: 'choice', text, onclick: () => say({ text }) }))));
}

function lines(chat) {
  let date = null;
  let mine = null;
  return chat.messages.flatMap((message) => {
    const today = day(message.time);
    const fresh = today !== date;
    const first = fresh || message.fromCustomer !== mine;
    date = today;
    mine = message.fromCustomer;
    return fresh ? [el('div', { class: 'day', text: today }), bubble(message, first)] : [bubble(message, first)];
  });
}

function head(chat) {
  const to = business();
  paintAvatar($('business-avatar'), to?.name ?? '');
  $('business').textContent = to?.name ?? '';
  $('subtitle').textContent = isTyping(chat) ? t.typing : `WhatsApp · ${formatPhone(to?.phone ?? '')}`;
  $('subtitle').classList.toggle('typing', isTyping(chat));
  $('subtitle-you').textContent = isTyping(chat) ? '' : `${t.youAre(chat.name)} · `;
  $('you').textContent = `${t.youAre(chat.name)} · ${formatPhone(chat.customer)}`;
  $('text').placeholder = t.writeAs(chat.name.split(' ')[0]);
}

// Only what is new or different is replaced: the screen reader then reads out just that.
function patch(log, wanted) {
  wanted.forEach((node, i) => {
    const there = log.children[i];
    if (!there) log.append(node);
    else if (!there.isEqualNode(node)) there.replaceWith(node);
  });
  while (log.children.length > wanted.length) log.lastChild.remove();
}

export function renderThread() {
  const chat = state.chat;
  $('thread').classList.toggle('empty', !chat);
  $('blank-text').textContent = state.accounts.length ? t.blankPick : t.blankNone;
  if (!chat) { shown = null; return; }
  head(chat);
  const log = $('log');
  const other = shown !== chat.key;
  if (other) { log.replaceChildren(); stuck = true; }
  const wanted = chat.messages.length ? lines(chat) : [hello(chat)];
  if (isTyping(chat)) wanted.push(el('div', { class: 'dots', 'aria-hidden': 'true' }, el('i'), el('i'), el('i')));
  patch(log, wanted);
  shown = chat.key;
  if (stuck) toEnd();
}

function toEnd() { $('log').scrollTop = $('log').scrollHeight; }

$('to-end').addEventListener('click', toEnd);
$('log').addEventListener('scroll', () => {
  const log = $('log');
  const left = log.scrollHeight - log.scrollTop - log.clientHeight;
  stuck = left < 80;
  $('to-end').hidden = left < 200;
});
// A picture is higher once it is there, and a keyboard makes the log lower.
$('log').addEventListener('load', () => { if (stuck) toEnd(); }, true);
new ResizeObserver(() => { if (stuck) toEnd(); }).observe($('log'));
