// Search: every word must be found in the name or the path; names count more than paths, beginnings more than middles.
const MOST_FOUND = 60;
const TESTS = /(^|[/_.-])(tests?|specs?|__tests__)([/_.-]|$)/i;

export function findSymbols(graph, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found = [];
  for (let item = 1; item < graph.count; item++) {
    const score = scoreOf(graph, item, words);
    if (score > 0) found.push({ item, score });
  }
  found.sort((a, b) => b.score - a.score || a.item - b.item);
  return found.slice(0, MOST_FOUND).map(({ item }) => item);
}

function scoreOf(graph, item, words) {
  const name = graph.name[item];
  const lower = name.toLowerCase();
  let sum = 0;
  for (const word of words) {
    const score = wordScore(word, name, lower) || otherScore(word, graph, item);
    if (score === 0) return 0;
    sum += score;
  }
  // Of names that match alike: what much else uses, then the shorter; code before its tests.
  const users = graph.in.start[item + 1] - graph.in.start[item];
  const isTest = graph.typeName(item) === 'test' || TESTS.test(graph.path(item));
  return Math.max(0.01, sum + Math.min(8, Math.log2(users + 1)) - Math.min(lower.length, 60) / 100 - (isTest ? 12 : 0));
}

function wordScore(word, name, lower) {
  if (lower === word) return 100;
  const at = lower.indexOf(word);
  if (at === 0) return 60;
  if (at > 0) return startsWord(name, at) ? 45 : 30;
  return isInitials(word, name) ? 20 : 0;
}

function otherScore(word, graph, item) {
  if (graph.qualified(item).toLowerCase().includes(word)) return 12;
  return graph.path(item).toLowerCase().includes(word) ? 6 : 0;
}

function startsWord(name, at) {
  const isUpper = name[at] !== name[at].toLowerCase();
  return isUpper || !/[\p{L}\p{N}]/u.test(name[at - 1]);
}

/** `gup` finds getUserProfile and get_user_profile. */
function isInitials(word, name) {
  if (word.length < 2) return false;
  const initials = name.replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2').replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  const letters = initials.split(/[^\p{L}\p{N}]+/u).map((part) => part.slice(0, 1).toLowerCase());
  return letters.join('').startsWith(word);
}
