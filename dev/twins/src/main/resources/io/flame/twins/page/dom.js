// Small helpers to build elements; text only ever goes in as text.

export const $ = (id) => document.getElementById(id);

export function toast(text) {
  $('toast').textContent = text;
  $('toast').hidden = false;
  setTimeout(() => { $('toast').hidden = true; }, 5000);
}

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => {
    if (name === 'text') node.textContent = value;
    else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  });
  node.append(...children.filter(Boolean));
  return node;
}

export function svg(symbol, className) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  node.setAttribute('class', className);
  node.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#${symbol}`);
  node.append(use);
  return node;
}

export function paintAvatar(node, name) {
  const words = name.replace(/[^\p{L}\p{N} ]/gu, '').split(' ').filter(Boolean);
  node.textContent = words.slice(0, 2).map((word) => [...word][0].toUpperCase()).join('') || '?';
  const sum = [...name].reduce((total, letter) => total * 31 + letter.codePointAt(0) | 0, 7);
  node.style.setProperty('--hue', Math.abs(sum) % 360);
  return node;
}

// Grouped to be read, without claiming to know each country's habits.
export function formatPhone(digits) {
  if (!/^\d{7,}$/.test(digits)) return digits;
  const code = /^[17]/.test(digits) ? 1 : 2;
  const rest = digits.slice(code);
  return `+${digits.slice(0, code)} ${rest.slice(0, 3)} ${rest.slice(3, 6)} ${rest.slice(6)}`.trimEnd();
}
