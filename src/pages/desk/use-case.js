import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { newId } from '../parts/ids.js';
import { post, request } from '../parts/request.js';

/** One conversation as the desk sees it, kept current, and what an agent can do with it. */
export function useCase({ id, feed, say }) {
  const [view, setView] = useState(null);
  const [problem, setProblem] = useState('');
  const wanted = useRef(id);
  wanted.current = id;

  const load = useCallback(async () => {
    if (!id) return;
    const { status, data, error } = await request(
      `/api/desk/conversations/${encodeURIComponent(id)}`,
    );
    if (wanted.current !== id) return;
    setProblem(error);
    if (!error) setView(data);
    if (status === 404) setView(null);
  }, [id]);

  useEffect(() => {
    setView(null);
    setProblem('');
    load();
    return feed.onChanged((changed) => (changed === undefined || changed === id) && load());
  }, [id]);

  const run = async (action, body, done) => {
    const { error } = await post(
      `/api/desk/conversations/${encodeURIComponent(id)}/${action}`,
      body,
    );
    if (error) say(error);
    else if (done) say(...done);
    load();
    return !error;
  };
  const claim = () => run('claim', {});
  const takeBack = { label: 'Undo', run: claim };
  const act = {
    claim,
    resolve: () => run('resolve', {}, ['Resolved. It reopens when the customer writes.', takeBack]),
    handBack: () => run('hand-back', {}, ['Handed back to the bot.', takeBack]),
    transfer: (to, note) =>
      run('transfer', { to, note }, [to ? `Given to ${to}.` : 'Put back in the queue.']),
    /** @param {'needed' | 'not_needed' | 'too_late'} verdict */
    judge: (verdict) => run('judge', { verdict }),
    /** @param {'reply' | 'note'} kind @param {string} text @param {string} key the same when tried again */
    write: (kind, text, key) => run(kind, { key, text }),
    newKey: newId,
  };
  return { view: view?.entry.id === id ? view : null, act, problem };
}
