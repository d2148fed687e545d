const TOKEN = /&&|\|\||[!()]|==|!=|\w+/g;
/** Far more than people write. */
const LONGEST_CONDITION = 1000;

/** Whether a condition of a preprocessor may hold: all names but the `unlikely` ones are taken for true. */
export function mayHold(condition: string, unlikely: RegExp): boolean {
  const tokens =
    condition
      .slice(0, LONGEST_CONDITION)
      .replace(/\/[/*].*/, '')
      .match(TOKEN) ?? [];
  let at = 0;
  const unary = (): boolean => {
    const token = tokens[at++];
    if (token === '!') return !unary();
    if (token !== '(') return token !== undefined && !unlikely.test(token);
    const inner = or();
    at++;
    return inner;
  };
  const and = (): boolean => {
    let holds = unary();
    while (tokens[at] === '&&') {
      at++;
      holds = unary() && holds;
    }
    return holds;
  };
  const or = (): boolean => {
    let holds = and();
    while (tokens[at] === '||') {
      at++;
      holds = and() || holds;
    }
    return holds;
  };
  return or();
}
