import { randomUUID } from 'node:crypto';
import { type Clock, canonicalJson, isoTime, type Permit, sha256, systemClock, takePermitMint } from '@cm/core';
import type { Action, Facts } from './actions.ts';
import type { Article } from './article.ts';
import { builtinFiles } from './builtin-articles.generated.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { ApprovalNeededError, DeniedError } from './errors.ts';
import { type Author, addArticles, amend } from './lay-over.ts';
import { type ArticleFile, CONSTITUTION_FOLDER, checkArticleFile, readConstitutionFolder } from './read-articles.ts';

export interface ConstitutionOptions {
  /** The repository whose `constitution/` is laid over the built-in articles. Without one, those alone are in force. */
  root?: string;
  /**
   * The folder of the person who runs this, whose `constitution/` is laid over the built-in articles before the repository's: `~/.codemonkeys`. It
   * can also widen what an article leaves to the person. Never a folder that a repository has a say in.
   */
  person?: string;
  /** More globs of paths that nothing is written to, e.g. `heal.protectedPaths` of the settings. */
  protectedPaths?: readonly string[];
  /** For the time on permits. */
  clock?: Clock;
}

/** The law in force. */
export interface Constitution {
  /** In the order they are asked. */
  readonly articles: readonly Article[];
  /** SHA-256 over the articles with their parameters and enforcement as they are in force. */
  readonly hash: string;
  /** The globs of paths that nothing is written to (article IV.2). */
  readonly protectedPaths: readonly string[];
  /**
   * Leave to do one thing.
   * @throws {DeniedError} `CM_DENIED`, exit code 3.
   * @throws {ApprovalNeededError} `CM_APPROVAL_NEEDED`, exit code 4.
   */
  authorize<A extends Action>(action: A, facts: Facts[A]): Permit;
  /** What `authorize` goes by, for showing. Never throws. */
  decide<A extends Action>(action: A, facts: Facts[A]): Decision;
}

/** What the person's folder is called in messages. */
const PERSONAL = '~/.codemonkeys/constitution';

const PROTECTED = { article: 'IV.2', param: 'protectedPaths' } as const;

// There is one mint, and it never leaves this file.
const mint = takePermitMint();

/**
 * Reads the constitution: the built-in articles, those of the person laid over them, and those of the repository over these, which can only tighten.
 * @throws {CmError} `CM_BAD_CONSTITUTION` or `CM_LOOSENED`, exit code 2.
 */
export async function loadConstitution({
  root,
  person,
  protectedPaths = [],
  clock = systemClock,
}: ConstitutionOptions = {}): Promise<Constitution> {
  const builtin = builtinFiles.flatMap(({ content }) => checkArticleFile(content, 'built-in').articles);
  const own = person === undefined ? [] : await readConstitutionFolder(person, PERSONAL);
  const ours = root === undefined ? [] : await readConstitutionFolder(root, CONSTITUTION_FOLDER);
  const amended = layOver(layOver(builtin, own, 'person'), ours, 'repository');
  const settings = { article: PROTECTED.article, params: { [PROTECTED.param]: [...protectedPaths] } };
  return constitutionOf(amend(amended, settings, 'heal.protectedPaths', 'repository'), clock);
}

function layOver(inForce: readonly Article[], files: readonly ArticleFile[], author: Author): Article[] {
  const articles = addArticles(
    inForce,
    files.flatMap((file) => file.articles),
  );
  const amendments = files.flatMap(({ origin, amendments }) => amendments.map((amendment) => ({ origin, amendment })));
  return amendments.reduce((amended, { origin, amendment }) => amend(amended, amendment, origin, author), articles);
}

function constitutionOf(inForce: Article[], clock: Clock): Constitution {
  const articles = freezeAll(inForce);
  const hash = sha256(canonicalJson(articles.map(({ origin, declared, scope, check, ...text }) => text)));
  const decideOn = (action: string, facts: unknown) => decide(articles, hash, action, facts);
  return Object.freeze({
    articles,
    hash,
    protectedPaths: articles.find(({ id }) => id === PROTECTED.article)?.params[PROTECTED.param]?.value as readonly string[],
    decide: decideOn,
    authorize: (action: string, facts: unknown) => {
      const decision = decideOn(action, facts);
      if (decision.outcome === 'approve') throw new ApprovalNeededError(decision);
      if (decision.outcome !== 'allow' && decision.outcome !== 'warn') throw new DeniedError(decision);
      return mint({
        id: randomUUID(),
        action: decision.action,
        facts: decision.facts,
        articles: decision.evaluations.map(({ article }) => article),
        constitutionHash: hash,
        issuedAt: isoTime(clock),
      });
    },
  });
}

function freezeAll<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value))
    Object.values(Object.freeze(value)).forEach(freezeAll);
  return value;
}
