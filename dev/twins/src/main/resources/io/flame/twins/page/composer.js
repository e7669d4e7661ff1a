// Where the person writes: text, emoji, one picture.

import { $, el, toast } from './dom.js';
import { t } from './i18n.js';
import { send, state } from './store.js';

const EMOJI = [...'😀😂😍🥰😎🤔😢😡👍👎👏🙏💪👋🙌🤝🔥🎉✅❌❓❗⏰📍📦💳🍕☕🚗🏠💐🐶'];
let picture = null;

function grow() {
  const text = $('text');
  text.style.height = 'auto';
  text.style.height = `${text.scrollHeight + 2}px`;
}

function attach(file) {
  if (!file?.type.startsWith('image/')) return;
  detach();
  picture = file;
  $('preview').src = URL.createObjectURL(file);
  $('file-name').textContent = file.name;
  $('attachment').hidden = false;
  $('text').focus();
}

function detach() {
  picture = null;
  URL.revokeObjectURL($('preview').src);
  $('preview').removeAttribute('src');
  $('attachment').hidden = true;
  $('file').value = '';
}

async function submit() {
  const text = $('text').value;
  const file = picture;
  if (!state.chat || (!text.trim() && !file)) return;
  $('text').value = '';
  detach();
  grow();
  try {
    await send({ text }, file);
  } catch (error) {
    $('text').value = text;
    grow();
    toast(`${t.failed}: ${error.message}`);
  }
}

function insert(emoji) {
  const text = $('text');
  text.setRangeText(emoji, text.selectionStart, text.selectionEnd, 'end');
  grow();
}

function showEmoji(visible) {
  $('emoji').hidden = !visible;
  $('emoji-button').setAttribute('aria-expanded', String(visible));
  (visible ? $('emoji').firstElementChild : $('text')).focus();
}

$('emoji').append(...EMOJI.map((emoji) => el('button', { type: 'button', text: emoji, onclick: () => insert(emoji) })));
$('emoji').addEventListener('keydown', (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 }[event.key];
  const buttons = [...$('emoji').children];
  if (step) { event.preventDefault(); buttons[buttons.indexOf(document.activeElement) + step]?.focus(); }
});
$('emoji-button').addEventListener('click', () => showEmoji($('emoji').hidden));
document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && !$('emoji').hidden) showEmoji(false); });
document.addEventListener('click', (event) => {
  if (!$('emoji').hidden && !event.target.closest('.composer')) showEmoji(false);
});
$('attach').addEventListener('click', () => $('file').click());
$('file').addEventListener('change', () => attach($('file').files[0]));
$('detach').addEventListener('click', () => { detach(); $('text').focus(); });
$('text').addEventListener('paste', (event) => attach(event.clipboardData.files[0]));
$('thread').addEventListener('dragover', (event) => event.preventDefault());
$('thread').addEventListener('drop', (event) => { event.preventDefault(); attach(event.dataTransfer.files[0]); });
$('text').addEventListener('input', grow);
$('text').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); submit(); }
});
$('composer').addEventListener('submit', (event) => { event.preventDefault(); submit(); });
