// The page on which a person plays the customers of a business.

import { renderChats } from './chats.js';
import './composer.js';
import { $ } from './dom.js';
import { t, translatePage } from './i18n.js';
import { addCustomer, changed, chatsHere, connect, onChange, open, state } from './store.js';
import { renderThread } from './thread.js';

// Names made up, numbers from the ranges that telephone authorities keep free for fiction.
const PEOPLE = ['Mara Lindqvist', 'Tom Okafor', 'Lucía Ferrer', 'Dana Whitlock', 'Iñaki Solano', 'Priya Raman', 'Omar Haddad', 'Chloé Marchand'];
const wide = matchMedia('(min-width: 721px)');
let before = null;

function renderFrame() {
  const link = $('link');
  link.className = `link ${state.link === 'on' && state.flame ? 'on' : state.link === 'off' ? 'off' : ''}`;
  link.textContent = state.link === 'off' ? t.lost : state.link !== 'on' ? t.connecting : state.flame ? t.connected : t.noFlame;
  link.title = state.flame ?? '';
  $('app').dataset.view = state.chat ? 'chat' : 'list';
  if (before !== state.chat?.key && state.chat && wide.matches && !$('chats').contains(document.activeElement)) $('text').focus();
  before = state.chat?.key;
  const unread = chatsHere().reduce((sum, chat) => sum + chat.unread, 0);
  document.title = `${unread ? `(${unread}) ` : ''}${t.title} · FLAME`;
}

// On a wide screen a chat is always open, so that the first thing to do is to write.
function openSomething() {
  if (state.chat || !state.account || !wide.matches) return;
  const first = chatsHere()[0];
  if (first) open(first);
  else addCustomer(PEOPLE[0], '12025550143');
}

function propose() {
  const taken = new Set(chatsHere().map((chat) => chat.name));
  $('name').value = PEOPLE.find((name) => !taken.has(name)) ?? '';
  $('phone').value = `+1 202 555 01${String(10 + Math.floor(Math.random() * 90))}`;
  $('phone-error').textContent = '';
  $('dialog').showModal();
  $('name').select();
}

function create(event) {
  const digits = $('phone').value.replace(/\D/g, '');
  if (digits.length < 7 || digits.length > 15) {
    event.preventDefault();
    $('phone-error').textContent = t.phoneWrong;
    $('phone').focus();
    return;
  }
  addCustomer($('name').value.trim(), digits);
}

translatePage();
$('new').addEventListener('click', propose);
$('cancel').addEventListener('click', () => $('dialog').close());
$('customer-form').addEventListener('submit', create);
$('back').addEventListener('click', () => open(null));
wide.addEventListener('change', changed);
onChange(openSomething);
onChange(renderChats);
onChange(renderFrame);
onChange(renderThread);
connect();
