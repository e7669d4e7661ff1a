// Texts in Spanish and English; the browser's language decides.

const TEXTS = {
  en: {
    title: 'Customers', simulator: 'Simulator.', nothingLeaves: 'You play the customer. Nothing leaves this machine.',
    writeTo: 'Write to', newCustomer: 'New customer', conversations: 'Conversations', customers: 'Customers',
    back: 'Back to the customers', messages: 'Messages', newest: 'Go to the newest message', detach: 'Remove the picture',
    emoji: 'Emoji', attach: 'Attach a picture', message: 'Message', send: 'Send', name: 'Name', phone: 'Phone number',
    cancel: 'Cancel', start: 'Start writing', invented: 'Invented people only: this is a stage, not a telephone.',
    phoneWrong: 'A phone number has 7 to 15 digits, with its country code.',
    blankTitle: 'Play a customer', blankPick: 'Pick a customer, or make up a new one, and write to the business.',
    blankNone: 'No business is connected yet. They appear here as soon as FLAME, or a test, connects one.',
    writeAs: (name) => `Write as ${name}…`, youAre: (name) => `You are ${name}`, typing: 'writing…',
    hello: (business, name) => `${name} has not written to ${business} yet.`,
    suggestions: ['Hello! 👋', 'What are your opening hours?', 'I would like to talk to a person'],
    connected: 'Connected', connecting: 'Connecting…', lost: 'Connection lost', noFlame: 'FLAME not known yet',
    today: 'Today', yesterday: 'Yesterday', you: 'You', unread: (n) => `${n} unread`,
    refusedLong: 'FLAME has not taken it yet. It is sent again and again, as the real provider would.',
    failed: 'The message could not be sent', kinds: {
      image: 'Picture', video: 'Video', audio: 'Voice message', document: 'Document', sticker: 'Sticker', location: 'Place',
      contacts: 'Contact', template: 'Template', reaction: 'Reaction' },
    status: { accepted: 'accepted', sent: 'sent', delivered: 'delivered', read: 'read', failed: 'failed',
      pending: 'on its way', refused: 'not taken yet' },
  },
  es: {
    title: 'Clientes', simulator: 'Simulador.', nothingLeaves: 'Tú haces de cliente. Nada sale de este equipo.',
    writeTo: 'Escribir a', newCustomer: 'Nuevo cliente', conversations: 'Conversaciones', customers: 'Clientes',
    back: 'Volver a los clientes', messages: 'Mensajes', newest: 'Ir al último mensaje', detach: 'Quitar la imagen',
    emoji: 'Emoji', attach: 'Adjuntar una imagen', message: 'Mensaje', send: 'Enviar', name: 'Nombre', phone: 'Teléfono',
    cancel: 'Cancelar', start: 'Empezar a escribir', invented: 'Solo personas inventadas: esto es un escenario, no un teléfono.',
    phoneWrong: 'Un teléfono tiene de 7 a 15 cifras, con el prefijo del país.',
    blankTitle: 'Haz de cliente', blankPick: 'Elige un cliente, o inventa uno nuevo, y escribe a la empresa.',
    blankNone: 'Aún no hay ninguna empresa conectada. Aparecerán aquí en cuanto FLAME, o una prueba, conecte una.',
    writeAs: (name) => `Escribe como ${name}…`, youAre: (name) => `Eres ${name}`, typing: 'escribiendo…',
    hello: (business, name) => `${name} aún no ha escrito a ${business}.`,
    suggestions: ['¡Hola! 👋', '¿Cuál es el horario?', 'Quisiera hablar con una persona'],
    connected: 'Conectado', connecting: 'Conectando…', lost: 'Sin conexión', noFlame: 'FLAME aún no se conoce',
    today: 'Hoy', yesterday: 'Ayer', you: 'Tú', unread: (n) => `${n} sin leer`,
    refusedLong: 'FLAME aún no lo ha aceptado. Se repite una y otra vez, como haría el proveedor real.',
    failed: 'No se pudo enviar el mensaje', kinds: {
      image: 'Imagen', video: 'Vídeo', audio: 'Mensaje de voz', document: 'Documento', sticker: 'Sticker', location: 'Lugar',
      contacts: 'Contacto', template: 'Plantilla', reaction: 'Reacción' },
    status: { accepted: 'aceptado', sent: 'enviado', delivered: 'entregado', read: 'leído', failed: 'fallido',
      pending: 'en camino', refused: 'aún no aceptado' },
  },
};

export const locale = (navigator.language || 'en').toLowerCase().startsWith('es') ? 'es' : 'en';
export const t = TEXTS[locale];

export function translatePage() {
  document.documentElement.lang = locale;
  document.title = `${t.title} · FLAME`;
  document.querySelectorAll('[data-t]').forEach((node) => { node.textContent = t[node.dataset.t]; });
  document.querySelectorAll('[data-label]').forEach((node) => {
    node.setAttribute('aria-label', t[node.dataset.label]);
    if (node.matches('button')) node.title = t[node.dataset.label];
  });
}

const clock = new Intl.DateTimeFormat(navigator.language, { hour: '2-digit', minute: '2-digit' });
const calendar = new Intl.DateTimeFormat(navigator.language, { weekday: 'long', day: 'numeric', month: 'long' });

export const time = (instant) => clock.format(new Date(instant));

export function day(instant) {
  const date = new Date(instant);
  const ago = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86_400_000);
  return ago === 0 ? t.today : ago === 1 ? t.yesterday : calendar.format(date);
}
