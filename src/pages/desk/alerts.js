import { useEffect, useRef, useState } from 'preact/hooks';
import { keep, readKept } from '../parts/kept.js';

const canNotify = 'Notification' in globalThis;

/** Calls an agent who looks elsewhere: in the tab's title, and if they wish by sound and by notification. */
export function useAlerts({ botName, queue, selected, select, say }) {
  const [hasSound, setSound] = useState(readKept('desk.sound') === true);
  const [wants, setWants] = useState(readKept('desk.notify') === true);
  const notifies = wants && canNotify && Notification.permission === 'granted';
  const waiting = queue.filter(({ group }) => group === 'waiting');
  const called = useRef(null);

  useEffect(() => {
    document.title = `${waiting.length > 0 ? `(${waiting.length}) ` : ''}Desk · ${botName}`;
  }, [waiting.length, botName]);

  useEffect(() => {
    const calls = new Map(queue.map((entry) => [entry.id, callOf(entry)]));
    // What is open here and becomes one's own was claimed here; anything else was given by others.
    const fresh = queue.filter(
      ({ id }) =>
        called.current &&
        calls.get(id) !== null &&
        calls.get(id) !== called.current.get(id) &&
        !(calls.get(id) === given && id === selected),
    );
    called.current = calls;
    const [first] = fresh;
    if (!first) return;
    if (first.group === 'mine') {
      const open = { label: 'Open', run: () => select(first.id) };
      say(`${first.customer ?? 'A visitor'} was given to you.`, open);
    }
    if (hasSound) ring();
    if (notifies && document.hidden) notify(first);
  }, [queue]);

  const toggleSound = () => {
    setSound(!hasSound);
    keep('desk.sound', !hasSound);
    if (!hasSound) ring();
  };
  const toggleNotifications = async () => {
    const next = !notifies && canNotify && (await Notification.requestPermission()) === 'granted';
    setWants(next);
    keep('desk.notify', next);
  };
  const isBlocked = !canNotify || Notification.permission === 'denied';
  const notificationWords = isBlocked ? 'blocked by the browser' : notifies ? 'on' : 'off';
  return { hasSound, toggleSound, notifies, toggleNotifications, notificationWords };
}

const given = 'given';

/** What an agent is called by; it changes with each call. */
function callOf({ group, calledAt, since }) {
  if (group === 'mine') return given;
  return group === 'waiting' ? (calledAt ?? since) : null;
}

function notify(entry) {
  const what = entry.group === 'mine' ? 'was given to you' : 'is waiting';
  const shown = new Notification(`${entry.customer ?? 'A customer'} ${what}`, {
    body: entry.reason ?? '',
    tag: entry.id,
  });
  shown.onclick = () => {
    focus();
    location.hash = entry.id;
    shown.close();
  };
}

/** Two soft notes. */
function ring() {
  const audio = new AudioContext();
  for (const [index, pitch] of [660, 880].entries()) {
    const from = audio.currentTime + index * 0.14;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(0.12, from + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, from + 0.35);
    tone.connect(volume).connect(audio.destination);
    tone.start(from);
    tone.stop(from + 0.4);
  }
  setTimeout(() => audio.close(), 1_000);
}
