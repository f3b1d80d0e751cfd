/** Runs a pure function once for each argument, as long as the argument is among the newest asked for. */
export function rememberNewest<Value>(
  most: number,
  make: (argument: string) => Value,
): (argument: string) => Value {
  const made = new Map<string, Value>();
  return (argument) => {
    const known = made.get(argument);
    const value = known === undefined ? make(argument) : known;
    made.delete(argument);
    made.set(argument, value);
    const oldest = made.keys().next();
    if (made.size > most && !oldest.done) made.delete(oldest.value);
    return value;
  };
}
