import { indexOf } from '../fixture-oracle.ts';

/** `route -> handler` for each route, and routes without a handler that is known. */
async function routesOf(files: Record<string, string>): Promise<string[]> {
  const lines = await indexOf(files);
  const found = lines.flatMap((line) => {
    const edge = /^calls (\S+#(?:[A-Z]+) \S+) -> (\S+)/.exec(line);
    if (edge !== null) return [`${edge[1]} -> ${edge[2]}`];
    const node = /^(\S+):(\d+)-(\d+) public route (.*?) \|/.exec(line);
    return node === null ? [] : [`${node[1]}:${node[2]}-${node[3]} ${node[4]}`];
  });
  return found.sort();
}

describe('routes', () => {
  it('of express lead to handlers in other files, middleware included', async () => {
    const routes = await routesOf({
      'users.ts': `export function list() {}\nexport const remove = async () => {};\nexport function load() {}\n`,
      'guard.ts': `export function guard() {}\n`,
      'app.ts': `import express from 'express';
import { guard } from './guard';
import * as users from './users';
import { list } from './users';
const app = express();
const router = express.Router();
app.get('/users', guard, list);
router.delete('/users/:id', users.remove);
router.route('/one').get(users.load);
app.post('/inline', (request, response) => {
  users.load();
});
app.get('title');
`,
    });
    expect(routes).toEqual(
      [
        'app.ts:7-7 GET /users',
        'app.ts:8-8 DELETE /users/:id',
        'app.ts:9-9 GET /one',
        'app.ts:10-12 POST /inline',
        'app.ts#DELETE /users/:id -> users.ts#remove',
        'app.ts#GET /one -> users.ts#load',
        'app.ts#GET /users -> guard.ts#guard',
        'app.ts#GET /users -> users.ts#list',
        'app.ts#POST /inline -> users.ts#load',
      ].sort(),
    );
  });

  it('of hono come in chains, and of fastify in objects', async () => {
    const routes = await routesOf({
      'hono.js': `import { Hono } from 'hono';
function list(c) {}
function make(c) {}
const app = new Hono();
app.get('/a', list).post('/b', make);
export default app;
`,
      'fast.js': `import Fastify from 'fastify';
async function show(request) {}
const fastify = Fastify();
fastify.route({ method: ['GET', 'HEAD'], url: '/c', handler: show });
fastify.get('/d', { schema: {} }, show);
axios.get('/e', show);
cache.get('/f', show);
`,
    });
    expect(routes).toEqual(
      [
        'fast.js#GET /c -> fast.js#show',
        'fast.js#GET /d -> fast.js#show',
        'fast.js#HEAD /c -> fast.js#show',
        'fast.js:4-4 GET /c',
        'fast.js:4-4 HEAD /c',
        'fast.js:5-5 GET /d',
        'hono.js#GET /a -> hono.js#list',
        'hono.js#POST /b -> hono.js#make',
        'hono.js:5-5 GET /a',
        'hono.js:5-5 POST /b',
      ].sort(),
    );
  });

  it('of flask and fastapi are decorators', async () => {
    const routes = await routesOf({
      'flaskapp.py': `from flask import Flask

app = Flask(__name__)


@app.route("/users", methods=["GET", "POST"])
@login_required
def users():
    return []


@app.route("/")
def home():
    return ""
`,
      'fast.py': `from fastapi import APIRouter

router = APIRouter()


@router.get("/items/{id}")
async def item(id: int):
    return id


@cache.get("key")
def other():
    pass
`,
    });
    expect(routes).toEqual(
      [
        'fast.py#GET /items/{id} -> fast.py#item',
        'fast.py:6-6 GET /items/{id}',
        'flaskapp.py#GET / -> flaskapp.py#home',
        'flaskapp.py#GET /users -> flaskapp.py#users',
        'flaskapp.py#POST /users -> flaskapp.py#users',
        'flaskapp.py:12-12 GET /',
        'flaskapp.py:6-6 GET /users',
        'flaskapp.py:6-6 POST /users',
      ].sort(),
    );
  });
});
