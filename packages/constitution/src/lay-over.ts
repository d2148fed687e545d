import { canonicalJson } from '@cm/core';
import { type Amendment, type Article, ENFORCEMENTS, type Param, type ParamValue } from './article.ts';
import { ArticleProblem, checkParamValue } from './compile-article.ts';
import { badConstitution, loosened } from './errors.ts';

/**
 * Lays a repository's articles over those in force. An article that is there already must be the same to the last word: it is
 * amended, not written anew.
 * @throws {CmError} `CM_LOOSENED` or `CM_BAD_CONSTITUTION`.
 */
export function addArticles(inForce: readonly Article[], added: readonly Article[]): Article[] {
  const byId = new Map(inForce.map((article) => [article.id, article]));
  for (const article of added) {
    const earlier = byId.get(article.id);
    if (earlier === undefined) byId.set(article.id, article);
    else if (earlier.origin !== 'built-in')
      throw badConstitution(article.origin, `article ${article.id} is in ${earlier.origin} already`);
    else if (canonicalJson(earlier.declared) !== canonicalJson(article.declared)) {
      throw loosened(article.origin, article.id, 'it writes a built-in article anew; use amendments, or another number');
    }
  }
  return [...byId.values()];
}

/** Whose word it is: a repository can be anybody's, a person answers for what happens on their machine. */
export type Author = 'person' | 'repository';

/**
 * An article with stricter parameters or enforcement. Lists whose `tighter` is `more` are added to. A person may also set what an article
 * leaves to them.
 * @throws {CmError} `CM_LOOSENED` or `CM_BAD_CONSTITUTION`.
 */
export function amend(articles: readonly Article[], amendment: Amendment, origin: string, author: Author): Article[] {
  const article = articles.find(({ id }) => id === amendment.article);
  if (article === undefined) throw badConstitution(origin, `there is no article ${amendment.article} to amend`);
  const params = { ...article.params };
  for (const [name, value] of Object.entries(amendment.params)) {
    const param = Object.hasOwn(params, name) ? params[name] : undefined;
    if (param === undefined)
      throw badConstitution(
        origin,
        `article ${article.id} has no parameter ${name}`,
        `it has ${Object.keys(params).join(', ') || 'none'}`,
      );
    params[name] = { ...param, value: amended(article.id, name, param, value, origin, author) } as Param;
  }
  const enforcement = amendment.enforcement ?? article.enforcement;
  if (ENFORCEMENTS.indexOf(enforcement) < ENFORCEMENTS.indexOf(article.enforcement)) {
    throw loosened(origin, article.id, `its enforcement is ${article.enforcement}, and ${enforcement} is weaker`);
  }
  return articles.map((each) => (each === article ? { ...article, params, enforcement } : each));
}

function amended(id: string, name: string, param: Param, value: ParamValue, origin: string, author: Author): ParamValue {
  try {
    checkParamValue([], param, value);
  } catch (error) {
    if (error instanceof ArticleProblem) throw badConstitution(origin, `${name} of article ${id}: ${error.message}`);
    throw error;
  }
  if (author === 'person' && param.byPerson) return value;
  if (Array.isArray(value) && Array.isArray(param.value) && param.tighter === 'more')
    return [...new Set([...param.value, ...value])];
  if (!isTighterOrEqual(param, value)) {
    throw loosened(
      origin,
      id,
      `${name} is ${JSON.stringify(param.value)}, and ${JSON.stringify(value)} is not stricter (${direction(param)})`,
      param.byPerson,
    );
  }
  return value;
}

function isTighterOrEqual({ value: now, tighter }: Param, value: ParamValue): boolean {
  if (canonicalJson(value) === canonicalJson(now)) return true;
  if (typeof value === 'number' && typeof now === 'number')
    return (tighter === 'lower' && value < now) || (tighter === 'higher' && value > now);
  if (typeof value === 'boolean') return value === tighter;
  if (typeof value === 'string' && typeof now === 'string') return tighter === 'longer' && value.startsWith(now);
  if (Array.isArray(value) && Array.isArray(now)) return tighter === 'fewer' && value.every((each) => now.includes(each));
  return false;
}

function direction({ tighter }: Param): string {
  return tighter === 'fixed' ? 'it is fixed' : `the stricter direction is ${tighter}`;
}
