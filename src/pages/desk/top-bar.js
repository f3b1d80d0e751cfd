import { useEffect, useState } from 'preact/hooks';
import { html } from '../parts/html.js';
import { Icon, initials, Mark } from '../parts/icons.js';
import { post } from '../parts/request.js';
import { useTheme } from '../parts/theme.js';

export function TopBar({ botName, me, feed, alerts, leave, view, setView, say, onKeys }) {
  const [isAway, setAway] = useState(me.away);
  useEffect(() => {
    if (feed.connection === 'live') setAway(feed.away);
  }, [feed.away]);
  const toggleAway = async () => {
    const { data, error } = await post('/api/desk/presence', {
      presence: isAway ? 'back' : 'away',
    });
    if (error) return say(error);
    setAway(data.away);
    return say(data.away ? 'You are away: new cases do not count on you.' : 'Welcome back.');
  };
  return html`<header class="top">
    <span class="top-mark"><${Mark} /></span>
    <h1>${botName} <span class="top-desk">desk</span></h1>
    <p class="top-connection" role="status" data-testid="connection">
      ${feed.connection === 'lost' && html`<span class="lost">Connection lost. Trying again…</span>`}
    </p>
    <button
      type="button" class=${`away ${isAway ? 'is-away' : ''}`} aria-pressed=${isAway} onClick=${toggleAway} data-testid="away"
      title=${isAway ? 'Come back to the desk' : 'Go away from the desk'}
    ><i aria-hidden="true"></i>${isAway ? 'Away' : 'At the desk'}</button>
    <${Menu} ...${{ me, alerts, leave, view, setView, onKeys }} />
  </header>`;
}

function Menu({ me, alerts, leave, view, setView, onKeys }) {
  const { theme, next, change } = useTheme();
  const close = () => document.getElementById('menu').hidePopover();
  const pick = (action) => () => {
    close();
    action();
  };
  const seesActivity = me.role !== 'agent';
  return html`
    <button type="button" class="me" popovertarget="menu" aria-label=${`Menu of ${me.name}`} data-testid="menu">
      ${initials(me.name)}
    </button>
    <div id="menu" popover class="menu">
      <p class="menu-who"><b dir="auto">${me.name}</b><span>${me.role}</span></p>
      ${
        seesActivity &&
        html`<button type="button" onClick=${pick(() => setView(view === 'activity' ? 'cases' : 'activity'))} data-testid="activity">
          ${view === 'activity' ? 'Back to the cases' : 'Activity'}
        </button>`
      }
      <button type="button" aria-pressed=${alerts.hasSound} onClick=${alerts.toggleSound}>
        Sound <span>${alerts.hasSound ? 'on' : 'off'}</span>
      </button>
      <button type="button" aria-pressed=${alerts.notifies} onClick=${alerts.toggleNotifications}>
        Notifications <span>${alerts.notificationWords}</span>
      </button>
      <button type="button" onClick=${change} aria-label=${`Theme: ${theme}. Change to ${next}`}>Theme <span>${theme}</span></button>
      <button type="button" onClick=${pick(onKeys)}>Keys <span><kbd>?</kbd></span></button>
      <button type="button" onClick=${pick(leave)} data-testid="sign-out"><${Icon} name="back" /> Sign out</button>
    </div>
  `;
}
