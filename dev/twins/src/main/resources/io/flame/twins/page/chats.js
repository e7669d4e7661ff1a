// The list of customers on the side.

import { $, el, formatPhone, paintAvatar } from './dom.js';
import { t, time } from './i18n.js';
import { business, chatsHere, choose, isTyping, open, state } from './store.js';

export function summary(message) {
  const text = [t.kinds[message.type], message.text].filter(Boolean).join(' · ');
  return message.fromCustomer ? `${t.you}: ${text}` : text;
}

function item(chat) {
  const last = chat.messages.at(-1);
  return el('li', {},
    el('button', { type: 'button', class: 'chat', 'aria-current': String(chat === state.chat), 'data-key': chat.key, onclick: () => open(chat) },
      paintAvatar(el('span', { class: 'avatar', 'aria-hidden': 'true' }), chat.name),
      el('span', { class: 'name', text: chat.name || formatPhone(chat.customer) }),
      el('span', { class: 'time', text: last ? time(last.time) : '' }),
      el('span', { class: 'last', text: isTyping(chat) ? t.typing : last ? summary(last) : formatPhone(chat.customer) }),
      chat.unread > 0 ? el('span', { class: 'unread', text: chat.unread, 'aria-label': t.unread(chat.unread) }) : null));
}

function accounts() {
  const select = $('account');
  const wanted = state.accounts.map((one) => `${one.key}${one.name}`).join();
  if (select.dataset.shown !== wanted) {
    select.dataset.shown = wanted;
    select.replaceChildren(...state.accounts.map((one) => el('option', { value: one.key, text: `${one.name} · ${formatPhone(one.phone)}` })));
  }
  select.value = state.account ?? '';
  select.disabled = state.accounts.length === 0;
}

export function renderChats() {
  accounts();
  const focused = document.activeElement?.dataset?.key;
  $('chats').replaceChildren(...chatsHere().map(item));
  if (focused) document.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  $('new').disabled = !business();
}

// Up and down move through the list, as in every messenger.
$('chats').addEventListener('keydown', (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const buttons = [...$('chats').querySelectorAll('.chat')];
  buttons[buttons.indexOf(document.activeElement) + step]?.focus();
});
$('account').addEventListener('change', (event) => choose(event.target.value));
