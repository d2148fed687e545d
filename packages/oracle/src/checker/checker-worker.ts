// Asks the TypeScript checker in a thread of its own. It sees the files it was told of, if they are still what the index says, and TypeScript's own
// library; no configuration of the repository, so no plugin of it.
import { parentPort, workerData } from 'node:worker_threads';
import { answerQuestions } from './answer-questions.ts';
import type { CheckerJob, CheckerReply } from './checker-words.ts';
import { openProgram } from './open-program.ts';

const job = workerData as CheckerJob;
const post = (reply: CheckerReply) => parentPort?.postMessage(reply);
const opened = openProgram(job.root, job.files);
if ('changed' in opened) post(opened);
else {
  const checker = opened.program.getTypeChecker();
  for (const questions of job.asked) post({ path: questions.path, answers: answerQuestions(opened, checker, questions) });
  post({ done: true });
}
